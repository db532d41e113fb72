"""What is done about requests: one function per verb, by noun of what it changes."""

from requests_app.actions.assigning import assign, co_handle, end_co_handling
from requests_app.actions.assisting import ask_assistance
from requests_app.actions.blackening import blacken, draw_boxes, erase_boxes, order_blackening
from requests_app.actions.charging import charge_fee, record_payment, report_unpaid
from requests_app.actions.deciding import approve_decision, archive, decide, return_decision, withdraw
from requests_app.actions.excessive import ask_reasons, give_reasons, set_own_date
from requests_app.actions.handling import add_note, process, record_search, register
from requests_app.actions.intake import AlreadyFiled, Filed, submit_request, submit_topic
from requests_app.actions.looking import count_look
from requests_app.actions.matters import split
from requests_app.actions.merging import merge_repeat, merge_topic
from requests_app.actions.proposal_deciding import accept_proposal, decline_proposal
from requests_app.actions.proposing import find_proposals, propose
from requests_app.actions.publishing import DISCLOSING, prepare_answer, publish_and_answer, publish_request_answer
from requests_app.actions.rating import rate
from requests_app.actions.releasing import add_file, remove_file, remove_original
from requests_app.actions.remedy_reminding import remind_of_remedy
from requests_app.actions.remedying import conclude_remedy, follow_remedy, record_remedy, reopen
from requests_app.actions.reminding import remind_of
from requests_app.actions.replying import save_reply_template
from requests_app.actions.supplementing import ask_supplement, supplement, supplement_on_paper
from requests_app.actions.timing import consult, extend, lapse, record_opinion
from requests_app.actions.topics import answer_topic, refuse_topic, support_topic
from requests_app.actions.transferring import name_responsible, transfer
from requests_app.actions.unlinking import unlink_account

__all__ = [
    "DISCLOSING",
    "AlreadyFiled",
    "Filed",
    "accept_proposal",
    "add_file",
    "add_note",
    "answer_topic",
    "approve_decision",
    "archive",
    "ask_assistance",
    "ask_reasons",
    "ask_supplement",
    "assign",
    "blacken",
    "charge_fee",
    "co_handle",
    "conclude_remedy",
    "consult",
    "count_look",
    "decide",
    "decline_proposal",
    "draw_boxes",
    "end_co_handling",
    "erase_boxes",
    "extend",
    "find_proposals",
    "follow_remedy",
    "give_reasons",
    "lapse",
    "merge_repeat",
    "merge_topic",
    "name_responsible",
    "order_blackening",
    "prepare_answer",
    "process",
    "propose",
    "publish_and_answer",
    "publish_request_answer",
    "rate",
    "record_opinion",
    "record_payment",
    "record_remedy",
    "record_search",
    "refuse_topic",
    "register",
    "remind_of",
    "remind_of_remedy",
    "remove_file",
    "remove_original",
    "reopen",
    "report_unpaid",
    "return_decision",
    "save_reply_template",
    "set_own_date",
    "split",
    "submit_request",
    "submit_topic",
    "supplement",
    "supplement_on_paper",
    "support_topic",
    "transfer",
    "unlink_account",
    "withdraw",
]
