"""Decisions of the office."""

from oversight.actions.assessment_results import draw_consequence, finalise, publish_results
from oversight.actions.assessments import Given, give_bonus, lift_veto, mark_veto, score, score_all
from oversight.actions.ballots import answer_opinion, ask_for_ballot, cast_ballot, withhold_opinion
from oversight.actions.check_forms import begin_check, fill_form, fill_self_check
from oversight.actions.complaint_mail import (
    mark_messages_read,
    rate_result,
    read_by_complainant,
    say_consent,
    tell_of_messages,
    write_to_complainant,
    write_to_office,
)
from oversight.actions.complaint_results import publish_complaint_result, withdraw_complaint_result
from oversight.actions.complaint_terms import erase_complaints, set_terms
from oversight.actions.complaints import announce, submit_complaint, take_in_complaint
from oversight.actions.contesting import contest_figure, judge_contest
from oversight.actions.filing import file_plan, receive_plan, return_plan
from oversight.actions.findings import answer_finding, close_spot_check, recheck_finding, send_findings
from oversight.actions.hearing import accept, answer, close, explain, extend_complaint, forward, join
from oversight.actions.leading import add_member, end_group, end_member, form_group, name_person
from oversight.actions.measuring import measure, measure_all
from oversight.actions.opinions import (
    assess_opinion,
    collect_opinion,
    drop_opinion,
    evaluate_opinion,
    handle_opinion,
    respond_to_opinion,
)
from oversight.actions.orders import (
    accept_order,
    answer_order,
    cancel_order,
    demand_for,
    escalate_order,
    issue_order,
    matter_of,
    return_order,
)
from oversight.actions.page_reports import (
    accept_page_report,
    answer_page_report,
    pass_on_page_report,
    report_page,
)
from oversight.actions.power_cases import (
    advance_case,
    end_case,
    issue_code,
    publish_result,
    register_case,
    withdraw_result,
)
from oversight.actions.power_decisions import Decision
from oversight.actions.power_intake import Report, ReportedStep, take_in
from oversight.actions.power_items import add_power, change_power, shipped_flow
from oversight.actions.power_office import receive_major, settle_findings
from oversight.actions.report_drafting import correct_cell, open_report, recompute_report, write_report
from oversight.actions.report_import import import_reports
from oversight.actions.report_reminding import remind_of_reports
from oversight.actions.report_steps import check_report, freeze_report, publish_report, return_report, submit_report
from oversight.actions.report_terms import set_report_terms
from oversight.actions.reviews import close_round, invite, open_round, plan_round, publish_round
from oversight.actions.schemes import open_all, open_assessment, save_scheme
from oversight.actions.self_assessing import assess_oneself, hand_in, object_to
from oversight.actions.spot_checks import cancel_spot_check, change_spot_check, draw_spot_check, plan_spot_check
from oversight.actions.submitting import (
    change_bulletin,
    file_submission,
    make_bulletin,
    publish_bulletin,
    submit_information,
)
from oversight.actions.telling import reject, tell, uphold
from oversight.actions.training import enrol_staff, hold_course, leave_roster, note_attendance, plan_course
from oversight.actions.warnings import lift_fault, mark_fault, withdraw_warning
from oversight.actions.watching import watch
from oversight.actions.work_steps import (
    end_site,
    finish_milestone,
    name_site,
    note_activity,
    note_report_heard,
    set_milestone,
)
from oversight.actions.work_terms import set_work_terms

__all__ = [
    "Decision",
    "Given",
    "Report",
    "ReportedStep",
    "accept",
    "accept_order",
    "accept_page_report",
    "add_member",
    "add_power",
    "advance_case",
    "announce",
    "answer",
    "answer_finding",
    "answer_opinion",
    "answer_order",
    "answer_page_report",
    "ask_for_ballot",
    "assess_oneself",
    "assess_opinion",
    "begin_check",
    "cancel_order",
    "cancel_spot_check",
    "cast_ballot",
    "change_bulletin",
    "change_power",
    "change_spot_check",
    "check_report",
    "close",
    "close_round",
    "close_spot_check",
    "collect_opinion",
    "contest_figure",
    "correct_cell",
    "demand_for",
    "draw_consequence",
    "draw_spot_check",
    "drop_opinion",
    "end_case",
    "end_group",
    "end_member",
    "end_site",
    "enrol_staff",
    "erase_complaints",
    "escalate_order",
    "evaluate_opinion",
    "explain",
    "extend_complaint",
    "file_plan",
    "file_submission",
    "fill_form",
    "fill_self_check",
    "finalise",
    "finish_milestone",
    "form_group",
    "forward",
    "freeze_report",
    "give_bonus",
    "hand_in",
    "handle_opinion",
    "hold_course",
    "import_reports",
    "invite",
    "issue_code",
    "issue_order",
    "join",
    "judge_contest",
    "leave_roster",
    "lift_fault",
    "lift_veto",
    "make_bulletin",
    "mark_fault",
    "mark_messages_read",
    "mark_veto",
    "matter_of",
    "measure",
    "measure_all",
    "name_person",
    "name_site",
    "note_activity",
    "note_attendance",
    "note_report_heard",
    "object_to",
    "open_all",
    "open_assessment",
    "open_report",
    "open_round",
    "pass_on_page_report",
    "plan_course",
    "plan_round",
    "plan_spot_check",
    "publish_bulletin",
    "publish_complaint_result",
    "publish_report",
    "publish_result",
    "publish_results",
    "publish_round",
    "rate_result",
    "read_by_complainant",
    "receive_major",
    "receive_plan",
    "recheck_finding",
    "recompute_report",
    "register_case",
    "reject",
    "remind_of_reports",
    "report_page",
    "respond_to_opinion",
    "return_order",
    "return_plan",
    "return_report",
    "save_scheme",
    "say_consent",
    "score",
    "score_all",
    "send_findings",
    "set_milestone",
    "set_report_terms",
    "set_terms",
    "set_work_terms",
    "settle_findings",
    "shipped_flow",
    "submit_complaint",
    "submit_information",
    "submit_report",
    "take_in",
    "take_in_complaint",
    "tell",
    "tell_of_messages",
    "uphold",
    "watch",
    "withdraw_complaint_result",
    "withdraw_result",
    "withdraw_warning",
    "withhold_opinion",
    "write_report",
    "write_to_complainant",
    "write_to_office",
]
