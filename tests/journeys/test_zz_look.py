from tests.journeys.test_clerk_writes_in_comfort import paste, FROM_WORD


def test_look(open_page, cast):
    page = open_page("clerk")
    page.goto("/admin/disclosure/item/add/")
    page.wait_for_selector(".ProseMirror[role=textbox]")
    paste(page, FROM_WORD)
    page.wait_for_selector(".ProseMirror[role=textbox] ol")
    print(page.locator(".field-body label").first.evaluate("n=>n.outerHTML"))
    print(page.locator(".ProseMirror[role=textbox]").evaluate("n=>n.outerHTML.slice(0,300)"))
    print(page.locator(".prose-menubar").evaluate("n=>n.outerHTML.slice(0,1500)"))
    page.screenshot(path="/tmp/w1.png", full_page=True)
    phone = open_page("clerk", phone=True)
    phone.goto("/admin/disclosure/item/add/")
    phone.wait_for_selector(".ProseMirror[role=textbox]")
    phone.screenshot(path="/tmp/w2.png", full_page=True)
