"""What must be known to speak with a CSE."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OneM2MSettings:
    """Where the CSE is, and who Jipsa is there."""

    cse_id: str = "/id-in"
    # CSE-ID with its slash, as in topics
    cse_name: str = "cse-in"
    # resource name of the CSEBase; Mobius also takes it for the CSE-ID in topics
    ae_id: str = "CJipsa"
    # AE-ID and originator: C or S and a name; the CSE must let it register
    ae_name: str = "jipsa"
    # resource name of the AE, and the start of the names of its subscriptions
    app_id: str = "Njipsa"
    # N: not registered with an authority
    point_of_access: str = "mqtt://127.0.0.1:1883/"
    # the broker as the CSE reaches it; the path stays empty, or a CSE takes it for a topic
    release: str = "4"
    # release version indicator
    ask_again_s: float = 60.0
    # seconds between two discoveries, as long as anything at all is heard
    job_modes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    # module ("clothesWasherJobMode") → number of a job mode → what people call it
