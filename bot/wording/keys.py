"""The sentences a plan may ask for: keys of TellStep and AskStep, and the facts each of them reads.

Facts are flat values. An appliance is named by `step.appliance`; several by the fact `appliances`, their ids
with a space between (`ids()` below). `capability` and `action` are canonical; an action's own arguments
(`value`, `program`, …) may stand beside them as facts. A fact in brackets may be absent.
Several steps of one key about different appliances are said as one sentence where their words agree.
"""

from collections.abc import Iterable, Mapping

ACT = ("[capability]", "[action]", "[value]", "[program]")
WHEN = ("[time]", "[at]", "[after]", "[until]", "[by]", "[lasts]", "[repeat]")
"""at, until, by: seconds since the epoch; after, lasts: seconds; repeat: day weekday weekend hour length, or
days of the week with commas: mon,wed. time: the person's own words."""

TOLD: Mapping[str, tuple[str, ...]] = {
    # -- answers; the state itself is looked up in HomeFacts
    "told.state": (),
    # of step.appliance
    "told.yes_no_state": ("[capability]", "state"),
    # "is it …?"; state: on off open closed locked unlocked running stopped paused finished error charging
    # docked online offline muted leak, or a mode word
    "told.remaining": (),
    # how long it still runs
    "told.value": ("attribute",),
    # a capability ("temperature", "humidity", "battery", "energy", …) or "capability.attribute"
    "told.picture": ("[private]",),
    # the newest picture of step.appliance; private: it tells of people, so it is only for who asked
    "told.list": ("appliances", "[state]", "[partial]"),
    # "what is on?": the ids that are; empty when none
    "told.home": ("[appliances]", "[partial]"),
    # the whole home, grouped; absent: all appliances; partial: this person may not hear of all
    "told.ability": ("[never]", "[attribute]"),
    # attribute: only the choices for it ("program") are asked for
    # what step.appliance can do; never: "capability.action", spaces between, that are never done
    "told.can": (*ACT, "[forbidden]", "[impossible]"),
    # "can you …?": yes or no by what step.appliance offers; forbidden: true when it is never done,
    # impossible: true when it is offered, but not with this value
    # -- understood, and rightly not done
    "told.negated": ACT,
    "told.scheduled_not_yet": (*ACT, "[type]", *WHEN),
    # worded from the commands of the plan that wait for `time`; from these facts when there are none
    "told.lasting_not_yet": (*ACT, "[type]", *WHEN),
    # "for two minutes"
    "told.conditional_not_yet": (*ACT, "[type]", "[time]", "[condition]"),
    # time, condition: the person's own words
    "told.watching_not_yet": ("[condition]",),
    # "tell me when the door opens"
    "told.will_tell_done": (),
    "told.will_tell_armed": (),
    # promised: "I will tell you when …"
    "told.notice_done": (),
    "told.notice_armed": (),
    # and kept
    "told.reported_news": (),
    # somebody told us what happened
    "told.undo_not_yet": (),
    "told.already": ACT,
    "told.unsupported": ACT,
    "told.rights": ("reason", "[role]", *ACT),
    # reason and role of a Verdict (bot/people/rights.py); capability "query": it was only asked about
    # -- a request to an adult; person: id of the adult, absent: several, or the one we talk to
    "told.asked": ("[person]",),
    "told.asked_before": ("[person]",),
    "told.too_often": (),
    "told.who_did": (),
    "told.nobody_to_ask": (),
    "told.request_expired": ("[person]",),
    "told.which_request": (),
    "told.request_waits": (),
    "told.allowed": ("[person]",),
    "told.allowed_hour": ("[person]",),
    "told.refused": ("[person]",),
    # the one word that counts
    "told.allowed_before": ("[person]",),
    "told.refused_before": ("[person]",),
    # a word that comes after it
    "told.not_here": (),
    # an approval from where nobody vouches for the sender
    "told.not_yours": (),
    # a button under a question to somebody else
    "told.waiting_for_adult": (),
    "told.cancelled": (),
    "told.nothing_pending": (),
    "told.expired_button": (),
    "told.stale": (),
    # the message came too late to act on
    "told.pin_wrong": ("left",),
    # tries left
    "told.pin_locked": ("seconds",),
    "told.pin_not_set_up": (),
    "told.pin_private_only": (),
    "told.store_down": (),
    "told.failed": (),
    # -- not understood
    "told.not_understood": ("[suggestion]",),
    # suggestion: the nearest sentence that would be understood
    "told.leftover": ("words",),
    # the rest was done; these words were not understood
    "told.no_such_thing": ("words", "[near]"),
    # "차고 문": not in this home; near: appliances that may serve instead, ids with spaces between
    "told.no_target": ("[type]", "[area]", "[capability]", "[action]"),
    # nothing here fits; type and area are canonical keys or the person's own words
    "told.which_first": (),
    # "it" without anything before
    "told.too_long": ("[limit]",),
    "told.empty": (),
    # -- talk
    "told.greet": ("[person]",),
    # id of the person
    "told.thanks": (),
    "told.night": (),
    "told.bye": (),
    "told.home_again": ("[person]",),
    "told.sorry": (),
    "told.praise": (),
    "told.ack": (),
    "told.clock": ("moment",),
    # moment: now, in seconds since the epoch
    "told.beyond": ("topic",),
    # topic: what no appliance of a home does: weather music phone joke shopping search
    "told.help": (),
    "told.start": ("[person]",),
    "told.unknown_command": (),
    # a "/word" that is none of commands.yaml
    "told.who": (),
    "told.chat": (),
    "told.only_talk": ("words",),
    # the home says that these words are only talk
    "told.sympathy": (),
    # somebody said how they feel, and nothing here would help
    "told.comfort_offer": ("dimension", "[direction]"),
    # dimension: temperature humidity level volume air_quality; direction: up down (what would help)
    # -- about the people of the home and about this chat
    "told.person": ("person", "role", "[until]", "[over]", "[messengers]"),
    # one step for each; until, over: when a guest leaves or left; messengers: names with spaces between
    "told.invited": ("code", "role", "seconds", "[person]", "[name]", "[stays]", "[links]"),
    # seconds: how long the code is good; person: whose further account; name: of the new person; stays: how
    # long a guest may stay, in seconds; links: "messenger url" a line, the best one first
    "told.not_invited": ("why",),
    # why: too_many nobody no_end hours (bot/people/invitation.py)
    "told.nobody_called": ("words",),
    "told.nobody_of_role": ("role",),
    "told.nobody_there": (),
    "told.last_owner": (),
    "told.person_removed": ("name",),
    "told.person_muted": ("name",),
    # the config names them, so only their accounts are gone
    "told.muted": ("[until]",),
    "told.unmuted": (),
    "told.quiet_hours": ("begins", "ends"),
    # each day: "22:00"
    "told.no_quiet_hours": (),
    "told.quiet_how": (),
    "told.until_when": (),
    "told.speak_on": (),
    "told.speak_off": (),
    "told.taught": ("words",),
    # what a sentence means is known from now on
    "told.not_taught": (),
    "told.phrase_taught": ("words", "meaning", "[version]", "[count]"),
    # words stands for the sentence `meaning` from now on; count: messages of late that changed with it
    "told.phrase_not_taught": ("why", "words", "meaning", "[against]"),
    # why: see bot/own_phrases.py; against: the sentence that speaks against it
    "told.phrase_forgotten": ("words", "[version]"),
    "told.phrase_not_forgotten": ("why", "words", "[against]"),
    "told.phrase_means": ("words", "meaning"),
    "told.phrase_unknown": ("words",),
    "told.phrase_left": ("words",),
    # "… does not mean …": nothing was changed
    "told.phrase_how": (),
    # how a phrase is taught: it was not said so
    "told.words_undone": (),
    "told.words_not_undone": ("why", "[against]"),
    "told.appliance_is": ("name", "type", "[version]"),
    # name: what the appliance is called; it is a `type` from now on
    "told.appliance_only_seen": ("name", "type", "[version]"),
    # the same: it hangs on a plug that measures, and can only be watched
    "told.appliance_named": ("name", "words", "[version]"),
    # words: its new name
    "told.appliance_moved": ("name", "area", "[version]"),
    "told.appliance_hidden": ("name", "[version]"),
    "told.appliance_shown": ("name", "[version]"),
    "told.appliance_as_announced": ("name", "[version]"),
    "told.appliance_already": ("why", "name", "[type]", "[words]", "[area]"),
    # why: type name area; it is known to be so
    "told.appliance_not_changed": ("why", "name", "[fault]", "[against]"),
    # why: see bot/own_appliances.py; fault: in plain words, as in told.words_broken
    "told.appliance_how": (),
    # how to say what an appliance is
    "told.words_broken": ("file", "[line]", "fault"),
    # a fault that is a finding comes with its kind and facts, too (bot/wording/findings.py)
    # a file of the home's own words cannot be used; fault: why, and how to mend it, in plain English
    "told.words_fail_test": ("file", "line", "words"),
    # … would make one of the home's own tests fail
    "told.words_risky": ("words",),
    # … would make something risky of a message that was harmless
    "told.words_mended": (),
    "told.house_not_later": (),
    "told.house_rights": ("why",),
    # why: people words appliances chat guest_over untrusted (bot/people/house_rights.py)
}

ASKED: Mapping[str, tuple[str, ...]] = {
    "ask.confirm": ACT,
    # worded from the commands of the first option's plan; from these facts when it has none
    "ask.gas": (),
    "ask.fire": (),
    # an offer that comes with advice: there is danger
    "ask.many": ("count",),
    # the same, when it is about more things than `confirm_more_than`
    "ask.stale": ACT,
    # the same, when the message is old: "still?"
    "ask.did_you_mean": ("[words]",),
    # the same, when a word was a guess: worded from the first option
    "ask.which": ACT,
    # which of the options' appliances
    "ask.which_act": (),
    # which of the acts that a guess may have meant; they are the options
    "ask.which_value": ("[capability]", "[action]"),
    # which value for step.appliance; its limits are said
    "ask.when": ("time", "[day]", "[half]", *ACT, "[type]"),
    # at what time exactly; day, half: what was said of it
    "ask.which_half": ("early", "late", "[every]"),
    # am or pm; both in seconds since the epoch
    "ask.without_end": WHEN,
    # it can be begun, but nobody would end it
    "ask.adult": ("[person]",),
    # shall we ask somebody who may allow it; person: id of the only one
    "ask.request": ("person", "request"),
    # to that adult: person asks for what the first option's plan does; request: its id
    "ask.which_role": ("[name]",),
    # what somebody new is to be; name: theirs
    "ask.which_person": (),
    "ask.invite_owner": ("[person]",),
    "ask.remove": ("person",),
    "ask.remove_self": ("person",),
    "ask.appliance_type": ("name", "type"),
    "ask.appliance_name": ("name", "words"),
    "ask.appliance_area": ("name", "area"),
    "ask.appliance_hide": ("name",),
    # what could harm could not be switched off or closed by a sentence any more
    "ask.appliance_restore": ("name",),
    "ask.mute": (),
    "ask.mute_for": (),
    # nothing here could be quieter: this chat?
    "ask.quiet": ("begins", "ends"),
    # each day?
    "ask.pin": ("[capability]", "[action]"),
    "ask.approve": ("person", *ACT),
    # person: who asked for it
}

BUTTONS = (
    "button.act", "button.yes", "button.always", "button.from_now_on", "button.no", "button.cancel",
    "button.approve", "button.ask", "button.ask_second", "button.anyone",
    "button.allow", "button.allow_hour", "button.refuse", "button.on", "button.pause",
    "button.resume", "button.undo",
    "button.stop", "button.off", "button.all", "button.retry", "button.tell_when_done",
    "button.tell_when_armed", "button.start", "button.am", "button.pm",
    "button.guest", "button.child", "button.adult",
)  # fmt: skip
"""Labels of options that are not an appliance and not literal."""


def ids(appliances: Iterable[str]) -> str:
    """The fact `appliances` for these ids."""
    return " ".join(appliances)
