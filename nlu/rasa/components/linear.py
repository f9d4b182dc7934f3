"""What Rasa's graph asks of a component that learns linear machines."""

from typing import Any, ClassVar, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from components.machines import NOTHING, Machines

_Self = TypeVar("_Self", bound="Linear")


class Linear(GraphComponent):
    """Built, loaded and kept with what it learnt."""

    FILE: ClassVar[str]
    # of its machines, in the model

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, place: Resource, machines: Machines
    ) -> None:
        """Take the settings and what was learnt."""
        self._config, self._storage, self._place, self._machines = config, storage, place, machines

    @classmethod
    def create(
        cls: type[_Self],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Self:
        """For Rasa's graph, before training."""
        return cls(config, model_storage, resource, NOTHING)

    @classmethod
    def load(
        cls: type[_Self],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> _Self:
        """For Rasa's graph, after training."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Machines.load(folder / cls.FILE))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check."""

    def kept(self) -> Resource:
        """Where what was learnt is written now."""
        with self._storage.write_to(self._place) as folder:
            self._machines.save(folder / self.FILE)
        return self._place
