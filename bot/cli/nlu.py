"""`jipsa nlu …`: what sentences mean, and the files that say so."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from bot.cli.common import (
    NOT_UNDERSTOOD,
    OK,
    AsJson,
    Config,
    Person,
    StateDir,
    Token,
    Url,
    out,
    out_json,
    state_of,
)
from bot.cli.history import history, rollback
from bot.cli.misses import misses
from bot.cli.own_words import check, replay, test


def group() -> typer.Typer:
    """The commands below `jipsa nlu`."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    for command in (parse, check, test, replay, misses, history, rollback, train, setup):
        app.command()(command)
    return app


def parse(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="A sentence; quotes are not needed.")],
    json: AsJson = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why, word by word.")] = False,
    person: Person = None,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """What a sentence means in this home; nothing is done. Exit code 5 when it means nothing."""
    from bot.cli.api import Api, find

    async def ask() -> dict[str, Any]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.explain(" ".join(text), await api.person(person))

    meaning = asyncio.run(ask())
    if json:
        out_json(meaning)
    else:
        out(*_lines(meaning, explain))
    return OK if meaning.get("intents") or meaning.get("mood") not in {"command", "chat"} else NOT_UNDERSTOOD


def train(
    again: Annotated[bool, typer.Option("--again", help="Also when nothing changed.")] = False,
    use_anyway: Annotated[
        bool, typer.Option("--use-anyway", help="Use the model even if it is clearly worse.")
    ] = False,
    back: Annotated[bool, typer.Option("--back", help="Use the model before this one again.")] = False,
    show: Annotated[bool, typer.Option("--list", help="Show the models that are kept.")] = False,
    config: Config = None,
    state_dir: StateDir = None,
) -> int:
    """Train the engine that understands free wording (Rasa); a running home takes the new model by itself."""
    from bot.cli.learning import go_back, learn, show_models
    from bot.config import load_settings

    settings = load_settings(config)
    folder = state_of(settings.state_dir, config, state_dir)
    if show:
        return show_models(folder)
    if back:
        return go_back(folder)
    words = settings.nlu.words_folder(folder)
    return learn(folder, settings.nlu.rasa.environment, words, again=again, use_anyway=use_anyway)


def setup(config: Config = None) -> int:
    """Install Rasa, in an environment of its own (about 2.7 GB)."""
    from bot.config import load_settings
    from bot.rasa.environment import find_environment
    from bot.rasa.install import make

    environment = find_environment(load_settings(config).nlu.rasa.environment)
    if environment.problem() is None:
        out(f"Rasa is there already, in {environment.folder}.")
    else:
        make(environment, out)
    return OK


def _lines(meaning: Mapping[str, Any], explain: bool) -> list[str]:
    from bot.messengers.plain_text import printable

    lines = [f"mood     {meaning.get('mood', '?')}"]
    lines += [f"intent   {_intent(intent)}" for intent in meaning.get("intents", ())]
    lines += [f"time     {time['kind']} {time['text']}" for time in meaning.get("times", ())]
    lines += [f"if       {condition['text']}" for condition in meaning.get("conditions", ())]
    lines += [f"unknown  {leftover['text']}" for leftover in meaning.get("leftovers", ())]
    lines += [f"would    {_step(step)}" for step in meaning.get("plan", ())]
    if explain:
        lines.append(f"engine   {meaning.get('engine', '?')}")
        lines += [f"why      {step}" for step in meaning.get("reasons") or meaning.get("explanation", ())]
    return [printable(line) for line in lines]


def _step(step: Mapping[str, Any]) -> str:
    if "action" in step:
        arguments = " ".join(f"{name}={value}" for name, value in step["arguments"].items())
        text = f"{step['capability']}.{step['action']} {arguments}".rstrip() + f" on {step['appliance']}"
        if step["refusal"]:
            return f"refuse {text}: {step['refusal']['reason']}"
        return f"do {text}" if step["later"] is None else f"do {text} later: {step['later']}"
    return f"{'ask' if 'options' in step else 'tell'} {step['key']}"


def _intent(intent: Mapping[str, Any]) -> str:
    slots = intent.get("slots", ())
    if isinstance(slots, Mapping):
        words = [f"{name}={value}" for name, value in slots.items()]
    else:
        words = [f"{slot['name']}={slot['value']}" for slot in slots]
    return " ".join([intent["name"], *words])
