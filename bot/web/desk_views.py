"""What the desk of admins shows, as JSON. Shapes are those of `desk_bodies.py`."""

from collections.abc import Callable, Mapping

from bot.desk.verdict import FailedTest, Verdict
from bot.desk.version import Version
from bot.web.words_desk import DeskAppliance, DeskIntent, MissGroup, Proposal
from nlu.errors import LanguageError
from nlu.finding import Finding
from nlu.own import OwnAppliance
from nlu.replay import Changed, Effect

LANGUAGES = ("ko", "en")
MOST_CHANGED = 50

RemarkText = Callable[[Finding | LanguageError, str], str]


def verdict_json(verdict: Verdict, text: RemarkText) -> dict[str, object]:
    """All that was found."""
    return {
        "ok": verdict.why is None,
        "why": verdict.why,
        "can_be_forced": verdict.can_be_forced,
        "faults": [fault_json(one, text) for one in verdict.faults],
        "findings": [finding_json(one, text) for one in verdict.findings],
        "failed": [_failed_json(one) for one in verdict.failed],
        "tests": verdict.tests,
        "effect": _effect_json(verdict.effect),
        "version": verdict.version,
        "mark": verdict.mark,
    }


def fault_json(fault: LanguageError, text: RemarkText) -> dict[str, object]:
    """One fault with its place, in both languages."""
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "key": fault.key,
        "text": {language: text(fault, language) for language in LANGUAGES},
        "level": "error",
    }


def finding_json(finding: Finding, text: RemarkText) -> dict[str, object]:
    """One remark in both languages."""
    return {
        "kind": finding.kind,
        "level": finding.level,
        "file": finding.file,
        "line": finding.line,
        "text": {language: text(finding, language) for language in LANGUAGES},
    }


def _failed_json(failed: FailedTest) -> dict[str, object]:
    test = failed.test
    return {
        "say": test.say,
        "means": failed.means,
        "wanted": test.means,
        "file": test.file,
        "line": test.line,
    }


def _effect_json(effect: Effect) -> dict[str, object]:
    return {
        "of": effect.of,
        "count": sum(one.count for one in effect.changed),
        "worse": sum(one.count for one in effect.changed if one.worse),
        "changed": [_changed_json(one) for one in effect.changed[:MOST_CHANGED]],
    }


def _changed_json(changed: Changed) -> dict[str, object]:
    return {
        "text": changed.text,
        "count": changed.count,
        "before": changed.before,
        "after": changed.after,
        "risk_before": changed.risk_before,
        "risk_after": changed.risk_after,
        "worse": changed.worse,
    }


def files_json(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    """Files with their texts; what is no UTF-8 is shown as U+FFFD."""
    return [{"name": name, "text": content.decode(errors="replace")} for name, content in files.items()]


def intent_json(intent: DeskIntent) -> dict[str, object]:
    """An intent for menus."""
    return {"name": intent.name, "slots": list(intent.slots), "en": intent.en, "ko": intent.ko}


def miss_json(group: MissGroup) -> dict[str, object]:
    """Messages that are alike."""
    return {
        "id": group.id,
        "texts": list(group.texts),
        "count": group.count,
        "last_at": group.last_at,
        "kind": group.kind,
        "proposal": None if group.proposal is None else _proposal_json(group.proposal),
    }


def _proposal_json(proposal: Proposal) -> dict[str, object]:
    return {
        "kind": proposal.kind,
        "intent": proposal.intent,
        "example": proposal.example,
        "steps": list(proposal.steps),
        "why": proposal.why,
    }


def version_json(version: Version, by_name: str | None, *, live: bool) -> dict[str, object]:
    """A version and what is known of its change."""
    about = version.about
    return {
        "id": version.id,
        "at": about.at,
        "by": about.by,
        "by_name": by_name,
        "how": about.how,
        "what": about.what,
        "replayed": about.replayed,
        "changed": about.changed,
        "worse": about.worse,
        "forced": about.forced,
        "live": live,
    }


def desk_appliance_json(one: DeskAppliance) -> dict[str, object]:
    """An appliance as it is and as it announced itself."""
    return {
        "id": one.id,
        "type": one.type,
        "names": {language: list(names) for language, names in one.names.items()},
        "area": dict(one.area),
        "hidden": one.hidden,
        "announced": {
            "type": one.announced_type,
            "names": list(one.announced_names),
            "areas": list(one.announced_areas),
        },
        "own": None if one.own is None else _own_json(one.own),
    }


def _own_json(own: OwnAppliance) -> dict[str, object]:
    return {
        "file": own.file,
        "line": own.line,
        "type": own.type,
        "names": {language: list(names) for language, names in own.names.items()},
        "area": dict(own.area),
        "hidden": own.hidden,
    }
