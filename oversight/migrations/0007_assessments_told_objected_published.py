import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import oversight.models.schemes
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


def keep_what_was_frozen(apps, schema_editor):
    """What was finalised before has its lines in a document, and a grade by the usual thresholds."""
    levels = ((90, "excellent"), (80, "good"), (60, "pass"), (0, "fail"))
    for row in apps.get_model("oversight", "Assessment").objects.all():
        lines = row.frozen if isinstance(row.frozen, list) else []
        for position, line in enumerate(lines, 1):
            line.update({"position": position, "rubric": "", "own": None, "proof": "", "objection": None})
        row.frozen = {"lines": lines, "vetoes": [], "bonuses": []} if lines else {}
        if row.state == "finalised":
            row.level = next(level for least, level in levels if row.total >= least)
        row.save(update_fields=["frozen", "level"])


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('agencies', '0002_successions'),
        ('oversight', '0006_spot_checks'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='assessment',
            options={'default_permissions': (), 'ordering': ['pk'], 'verbose_name': 'assessment', 'verbose_name_plural': 'assessments'},
        ),
        migrations.RemoveConstraint(
            model_name='assessment',
            name='assessment_finalised_when_and_with_total',
        ),
        migrations.AddField(
            model_name='assessment',
            name='group',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='ranked among'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='handed_in_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='self-assessment handed in'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='level',
            field=models.CharField(blank=True, choices=[('excellent', 'excellent'), ('good', 'good'), ('pass', 'passed'), ('fail', 'not passed')], editable=False, max_length=9, verbose_name='grade'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='objections_until',
            field=models.DateField(editable=False, null=True, verbose_name='objections until'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='rank',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='rank'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='told_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='told to the agency'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='bonus_cap',
            field=models.DecimalField(decimal_places=2, default=Decimal('5'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='bonus points at most'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='excellent_from',
            field=models.PositiveSmallIntegerField(default=90, verbose_name='excellent from'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='good_from',
            field=models.PositiveSmallIntegerField(default=80, verbose_name='good from'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='group_name',
            field=models.CharField(blank=True, help_text='Blank: agencies of each level of administration are ranked among themselves.', max_length=60, verbose_name='ranked in one group called'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='minimum_group',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='least size of a ranked group'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='objection_days',
            field=models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name='working days for objections'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='pass_from',
            field=models.PositiveSmallIntegerField(default=60, verbose_name='passed from'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='published_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='published at'),
        ),
        migrations.AddField(
            model_name='assessmentscheme',
            name='self_assess_until',
            field=models.DateField(blank=True, help_text='The office begins after this day, or once the agency has handed in.', null=True, verbose_name='self-assessment until'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='rubric',
            field=models.CharField(blank=True, help_text='What full points ask for, what costs some.', max_length=500, verbose_name='how points are given'),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='frozen',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='scheme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='oversight.assessmentscheme', verbose_name='scheme'),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='state',
            field=models.CharField(choices=[('open', 'open'), ('self_assessed', 'self-assessed'), ('scored', 'being scored by the office'), ('told', 'told to the agency'), ('finalised', 'finalised'), ('published', 'published')], default='open', editable=False, max_length=13, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='evidence',
            field=models.CharField(blank=True, choices=oversight.models.schemes.evidence_choices, max_length=30, verbose_name='evidence'),
        ),
        migrations.RunPython(keep_what_was_frozen, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finalised_at__isnull', True), ('finalised_by__isnull', True), ('rank__isnull', True), models.Q(('state__in', ['finalised', 'published']), _negated=True)), models.Q(('finalised_at__isnull', False), ('state__in', ['finalised', 'published']), ('total__isnull', False), models.Q(('level', ''), _negated=True)), _connector='OR'), name='assessment_finalised_when_and_with_total'),
        ),
        migrations.AddConstraint(
            model_name='assessmentscheme',
            constraint=models.CheckConstraint(condition=models.Q(('excellent_from__gt', models.F('good_from')), ('excellent_from__lte', 100), ('good_from__gt', models.F('pass_from'))), name='scheme_thresholds_in_order', violation_error_message='The thresholds of the grades fall from excellent to passed.'),
        ),
        migrations.CreateModel(
            name='VetoItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vetoes', to='oversight.assessmentscheme')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('name', models.CharField(max_length=200, verbose_name='veto item')),
                ('effect', models.CharField(choices=[('fail', 'the assessment is not passed'), ('cap', 'the grade is “passed” at the best')], default='fail', max_length=4, verbose_name='effect on the grade')),
            ],
            options={
                'verbose_name': 'veto item',
                'verbose_name_plural': 'veto items',
                'ordering': ['position', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('scheme', 'position'), name='veto_position_unique', violation_error_message='Another veto item has this position.')],
            },
        ),
        migrations.CreateModel(
            name='Bonus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bonuses', to='oversight.assessment')),
                ('points', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='points')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('points__gt', 0), models.Q(('reason', ''), _negated=True)), name='bonus_is_more_and_why')],
            },
        ),
        migrations.CreateModel(
            name='SelfScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='self_scores', to='oversight.assessment')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.indicator', verbose_name='indicator')),
                ('value', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='value')),
                ('proof', models.CharField(max_length=500, verbose_name='what proves it')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['indicator__position'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('assessment', 'indicator'), name='one_self_score_per_indicator'), models.CheckConstraint(condition=models.Q(('value__range', (0, 100))), name='self_score_0_to_100')],
            },
        ),
        migrations.CreateModel(
            name='VetoMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='veto_marks', to='oversight.assessment')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.vetoitem')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['item__position'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('assessment', 'item'), name='veto_marked_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='veto_mark_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='oversight.score')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('key', models.PositiveBigIntegerField()),
                ('number', models.CharField(blank=True, max_length=80, verbose_name='number')),
                ('title', models.CharField(max_length=250, verbose_name='title')),
                ('day', models.DateField(null=True, verbose_name='due on')),
                ('counts', models.BooleanField(verbose_name='counts')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='oversight.assessment')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.indicator')),
                ('state', models.CharField(choices=[('raised', 'objection raised'), ('upheld', 'objection upheld'), ('rejected', 'objection rejected')], default='raised', max_length=8, verbose_name='state')),
                ('reason', models.CharField(max_length=1000, verbose_name='reason of the objection')),
                ('before', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer to the objection')),
                ('value', models.DecimalField(decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='new value')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['indicator__position'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('assessment', 'indicator'), name='one_objection_per_indicator'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('state', 'raised'), ('value', None)), models.Q(models.Q(('state', 'raised'), _negated=True), models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='objection_answered_when_by_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'upheld'), ('value__isnull', False)), models.Q(models.Q(('state', 'upheld'), _negated=True), ('value', None)), _connector='OR'), name='objection_upheld_has_a_value')],
            },
        ),
        migrations.CreateModel(
            name='Consequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consequences', to='oversight.assessment')),
                ('step', models.CharField(choices=[('award', 'commended as an advanced unit'), ('urged', 'urged to put right'), ('criticised', 'criticised'), ('ordered', 'ordered to put right, assessed'), ('accountable', 'held accountable')], max_length=11, verbose_name='consequence')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('order', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consequence', to='oversight.supervisionorder')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='time')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('assessment', 'step'), name='consequence_each_step_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='consequence_has_a_reason')],
            },
        ),
    ]
