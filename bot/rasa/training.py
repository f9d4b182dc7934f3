"""From the home's sentences to a trained model: made, tried on what it did not learn, and kept."""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.embedded.instance import find_instance
from bot.errors import UserError
from bot.rasa.environment import PROJECT, RASA_VERSION, Environment
from bot.rasa.evaluation import Comparison, Evaluation, load_dump, read_results
from bot.rasa.job import Step, run_rasa
from bot.rasa.models import ANSWERS, PICTURE, REPORT, About, Model, Models, models_folder, sha256_of
from bot.rasa.report import compared, markdown, short
from nlu.engine import FREE_WORDING, INTENTS, load_languages
from nlu.errors import LanguageError
from nlu.examples import Example, Training, load_training
from nlu.training.project import Project, make_project, write_project
from nlu.vocabulary import Vocabulary

SHIPPED = (INTENTS, FREE_WORDING)
TEMPLATE = PROJECT / "config.yml"
NEEDED = 1_000_000_000
# bytes of disk for one training
LOG = "training.log"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a home's models are made, and who hears of it."""

    state_dir: Path
    environment: Environment
    tell: Tell
    # one line
    step: Callable[[str, Step], None] = lambda *_: None
    # what is done, and how far it is
    words: Path | None = None
    # the folder of the home's own intent files; None: that of the state folder

    @property
    def folder(self) -> Path:
        """The trained engine's part of the state folder."""
        return self.state_dir / "rasa"

    @property
    def models(self) -> Models:
        """What came of it."""
        return Models(models_folder(self.state_dir))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training came to."""

    model: Model
    new: bool
    # False: there was nothing to learn
    used: bool
    # whether it is the current one now


def train(
    shop: Workshop, vocabulary: Vocabulary | None, *, again: bool = False, use_anyway: bool = False
) -> Outcome:
    """Train on the shipped sentences, the home's own and its words; the model is used unless clearly worse.

    Nothing is done when a model of the same inputs is there, unless `again`. Raises UserError; whatever is
    raised, the current model stays.
    """
    if (problem := shop.environment.problem()) is not None:
        raise UserError(problem)
    with _disk(shop.folder), _alone(shop.folder):
        project = _project(shop.words or shop.state_dir / "intents", vocabulary)
        inputs = _inputs(project)
        models = shop.models
        current = models.current()
        known = next((model for model in models.all() if model.about.inputs == inputs), None)
        if current is not None and current.about.inputs == inputs:
            known = current
        if known is not None and not again:
            return _nothing_new(shop, known, current, use_anyway)
        with _work(shop.folder) as work:
            model, evaluation = _made(shop, project, inputs, work, current)
        worse = _worse(evaluation, current)
        if worse is not None and not use_anyway:
            shop.tell(
                f"{compared(worse)} That is clearly worse: it is kept, but not used; "
                "`jipsa nlu train --use-anyway` uses it."
            )
            return Outcome(model, new=True, used=False)
        models.use(model.name)
        shop.tell(f"In use now: {model.name}. `jipsa nlu train --back` goes back to the one before.")
        return Outcome(model, new=True, used=True)


def _nothing_new(shop: Workshop, known: Model, current: Model | None, use_anyway: bool) -> Outcome:
    if current is not None and known.name == current.name:
        shop.tell(f"Nothing changed since {known.name} was trained; --again trains anyway.")
        return Outcome(known, new=False, used=True)
    if use_anyway or current is None:
        shop.models.use(known.name)
        shop.tell(f"Nothing changed since {known.name} was trained; it is in use now.")
        return Outcome(known, new=False, used=True)
    shop.tell(
        f"Nothing changed since {known.name} was trained, which is kept but not used; --use-anyway uses it, "
        "--again trains anew."
    )
    return Outcome(known, new=False, used=False)


def _project(own: Path, vocabulary: Vocabulary | None) -> Project:
    folders = [*SHIPPED, *(one for one in [own] if one.is_dir())]
    examples: list[Example] = []
    synonyms: list[tuple[str, str]] = []
    lookups: list[tuple[str, str]] = []
    for folder in folders:
        try:
            training = load_training(folder)
        except LanguageError as error:
            raise UserError(str(_in_folder(error, folder))) from error
        examples += training.examples
        synonyms += training.synonyms
        lookups += training.lookups
    try:
        template = TEMPLATE.read_text(encoding="utf-8")
        taught = Training(tuple(examples), tuple(synonyms), tuple(lookups))
        return make_project(taught, load_languages(), vocabulary, template)
    except LanguageError as error:
        place = next((one for one in reversed(folders) if (one / error.file).is_file()), None)
        raise UserError(str(error if place is None else _in_folder(error, place))) from error


def _in_folder(error: LanguageError, folder: Path) -> LanguageError:
    return LanguageError(str(folder / error.file), error.line, error.key, error.reason, error.column)


def _inputs(project: Project) -> str:
    """Of everything that a model depends on: sentences, words, pipeline, our components, Rasa's version."""
    total = hashlib.sha256(f"{RASA_VERSION} {project.digest}".encode())
    for file in sorted((PROJECT / "components").glob("*.py")):
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()


def _made(
    shop: Workshop, project: Project, inputs: str, work: Path, current: Model | None
) -> tuple[Model, Evaluation]:
    log = shop.folder / LOG
    log.write_text("", encoding="utf-8")
    write_project(project, work)
    running = find_instance(shop.state_dir) is not None
    threads = max(1, (os.cpu_count() or 1) - running)  # a home that runs keeps a processor for itself
    began = time.monotonic()
    counts = project.counts
    shop.tell(f"Training on {counts.train} sentences of {counts.intents} intents.")
    learn = ["train", "nlu", "--config", "config.yml", "--domain", "domain.yml", "--nlu", "data"]
    learn += ["--out", "models", "--fixed-model-name", "model"]
    run_rasa(shop.environment, learn, work, log, threads=threads, step=partial(shop.step, "Learning"))
    trained = time.monotonic()
    if counts.held_out:
        ask = [
            "test",
            "nlu",
            "--model",
            "models/model.tar.gz",
            "--nlu",
            "held_out.yml",
            "--domain",
            "domain.yml",
        ]
        ask += ["--out", "results", "--successes"]
        run_rasa(shop.environment, ask, work, log, threads=threads, step=partial(shop.step, "Trying"))
    evaluation = read_results(work / "results")
    tried = time.monotonic()
    model = _kept(shop.models, work, inputs, project, evaluation, current)
    shop.tell("\n".join(short(evaluation)))
    shop.tell(f"The report: {model.folder / REPORT}")
    shop.tell(f"Training took {_duration(trained - began)}, trying it {_duration(tried - trained)}.")
    return model, evaluation


def _kept(
    models: Models, work: Path, inputs: str, project: Project, evaluation: Evaluation, current: Model | None
) -> Model:
    trained, picture = work / "models" / "model.tar.gz", work / "results" / "intent_confusion_matrix.png"
    counts = {"sentences learnt": project.counts.train, "intents": project.counts.intents}
    about = About(
        sha256=sha256_of(trained),
        inputs=inputs,
        rasa=RASA_VERSION,
        made=datetime.now(UTC),
        counts=counts,
        sentences=len(evaluation.answers),
        accuracy=evaluation.accuracy,
        languages=evaluation.languages,
        sure_from=evaluation.sure_from,
    )
    facts = {**counts, "Rasa": about.rasa, "digest of all it was made from": inputs}
    comparison = None if current is None else evaluation.against(_answers(current))
    page = markdown(
        evaluation,
        f"The trained engine of {about.made:%Y-%m-%d %H:%M} UTC",
        facts,
        comparison,
        picture=picture.is_file(),
    )
    others = {REPORT: page.encode(), ANSWERS: evaluation.dump()}
    if picture.is_file():
        others[PICTURE] = picture.read_bytes()
    return models.add(trained, about, others)


def _answers(model: Model) -> Evaluation:
    try:
        return load_dump((model.folder / ANSWERS).read_bytes())
    except OSError:
        return Evaluation()


def _worse(evaluation: Evaluation, current: Model | None) -> Comparison | None:
    """How it compares, if clearly worse than the current one."""
    comparison = None if current is None else evaluation.against(_answers(current))
    return comparison if comparison is not None and comparison.clearly_worse else None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one training at a time; the lock ends with the process that holds it."""
    with (folder / "training.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError("Another training runs already: wait until it has ended.") from None
        yield


@contextlib.contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """What goes wrong with the disk, in a sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(folder).free < NEEDED:
            raise UserError(f"The disk of {folder} has less than 1 GB free: make room, then train again.")
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        reason = (error.strerror or "it failed").lower()
        raise UserError(f"Cannot write to {folder}: {reason}. Make it possible, then train again.") from error


@contextlib.contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """A folder to work in, gone afterwards; what a killed training left behind goes too."""
    for left_over in folder.glob("work-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="work-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _duration(seconds: float) -> str:
    return f"{round(seconds) // 60}:{round(seconds) % 60:02} min"
