"""The API keeps to its own description, whatever a generator of requests asks of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode, Response
from schemathesis.checks import load_all_checks
from schemathesis.config import ChecksConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok

from tests.app.asking import Json, made, noise, spec
from tests.app.filing import of_file, saved, sent
from unrolled import Network

load_all_checks()

Operation = APIOperation[Any, Any, Any, Any]
Request = Case[Any]
MODEL = saved(Network("gru", 3, 4))
TABLE = "a,b\n0.5,1\n-1,2\n"

# What no schema can say is refused by a sentence: letters that a network has no input for, h_0 of
# another shape, bytes that are no model.
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": [200, 201, 404, 413, 422]},
    # What is wrong may be too large besides.
    "negative_data_rejection": {"expected-statuses": [404, 413, 422]},
}
STRUCTURE = ("is missing", "not known", "leave it out", "JSON object", "has to be a", "from 1 to")

EXAMPLES = max(5, settings().max_examples // 10)
"""Of each operation: ten of a hundred, and as many more as a deeper profile asks for."""

QUICK = settings(
    max_examples=EXAMPLES,
    stateful_step_count=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Api:
    """The API as it describes itself, and what it has: most that a generator makes it has not."""

    schema: BaseSchema
    specs: list[Json]
    traces: list[str]
    file: str
    table: str

    def operations(self) -> Iterator[Operation]:
        """All that the description has."""
        found = self.schema.get_all_operations()
        return (operation.ok() for operation in found if isinstance(operation, Ok))

    def ids(self, operation: Operation) -> list[str]:
        """Of what an operation can be asked of."""
        if "{id}" not in operation.path:
            return []
        if "/tables/" in operation.path:
            return [self.table]
        return [self.file] if "/files/" in operation.path else self.traces

    def bodies(self, operation: Operation) -> list[Any]:
        """What an operation takes for certain."""
        bodies: dict[str, list[Any]] = {
            "POST /api/traces": self.specs,
            "POST /api/files": [MODEL],
            "POST /api/tables": [TABLE],
            "POST /api/traces/{id}/ask": [{"expression": "output[-1]"}],
        }
        return bodies.get(operation.label, [])


@pytest.fixture(scope="module")
def api(client: TestClient) -> Api:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", client.app)
    schema.config.checks = ChecksConfig.from_dict(CHECKS)
    # Words out of the program's own source would make other requests with every change of it.
    schema.config.analysis.constants.enabled = False
    file = sent(client, MODEL)["id"]
    table = client.post("/api/tables", content=TABLE).json()["id"]
    specs = [
        spec(),
        spec(input=noise(40), network__cell="gru", network__bidirectional=False),
        spec(network__cell="rnn", input={"kind": "text", "text": "aab abcd"}, lengths=[3, 4]),
        of_file(file),
        spec(input={"kind": "table", "id": table}),
    ]
    traces = [made(client, whole).rsplit("/", 1)[1] for whole in specs]
    return Api(schema, specs, traces, file, table)


def assert_refused_for_what_it_means(response: Response, case: Request) -> None:
    """What the schema allows is never refused for how it is put together."""
    is_allowed = case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE
    if is_allowed and response.status_code == 422 and case.operation.label == "POST /api/traces":
        message = response.json()["message"]
        assert not any(words in message for words in STRUCTURE), (message, case.body)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
def test_every_operation_keeps_to_its_description(api: Api, mode: GenerationMode) -> None:
    answered: Counter[str] = Counter()
    for operation in api.operations():
        if mode == GenerationMode.POSITIVE or can_be_asked_wrongly(operation):
            ask(api, operation, mode, answered)
    made = {"POST /api/traces", "POST /api/files", "POST /api/tables"}
    assert all((answered[label] > 0) == (mode == GenerationMode.POSITIVE) for label in made)


def can_be_asked_wrongly(operation: Operation) -> bool:
    """Whether it takes more than an id, which is any text, or a file, which is any bytes."""
    takes = {parameter.name for parameter in operation.iter_parameters()} - {"id"}
    return bool(takes) or any(body.media_type == "application/json" for body in operation.body)


def ask(api: Api, operation: Operation, mode: GenerationMode, answered: Counter[str]) -> None:
    """Ask one operation, as often of what there is as of what there isn't."""
    known: list[str | None] = [*api.ids(operation)]
    ids = st.none() | st.sampled_from(known or [None])
    bodies = st.none() | st.sampled_from(api.bodies(operation) or [None])
    # A spec can be wrong in more ways than all the rest.
    times = 5 if operation.label == "POST /api/traces" else 1

    @settings(QUICK, max_examples=times * EXAMPLES)
    @given(case=operation.as_strategy(generation_mode=mode), id=ids, body=bodies)
    def requests(case: Request, id: str | None, body: Any) -> None:
        if id and not is_wrong(case, ParameterLocation.PATH):
            case.path_parameters["id"] = id
        if body and mode == GenerationMode.POSITIVE:
            case.body = body
        response = case.call_and_validate()
        assert_refused_for_what_it_means(response, case)
        answered[operation.label] += response.status_code < 300

    requests()


def is_wrong(case: Request, location: ParameterLocation) -> bool:
    """Whether this part of a request breaks the schema on purpose."""
    assert case.meta is not None
    part = case.meta.components.get(location)
    return part is not None and part.mode == GenerationMode.NEGATIVE


def test_what_follows_a_new_trace_or_file_keeps_to_its_description(api: Api) -> None:
    answered: Counter[str] = Counter()

    class Machine(api.schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            # Every second body is one that is taken, so that something follows.
            self.bodies = {op.label: cycle([*api.bodies(op), None]) for op in api.operations()}

        def before_call(self, case: Request) -> None:
            body = next(self.bodies[case.operation.label])
            if body and not is_wrong(case, ParameterLocation.BODY):
                case.body = body

        def validate_response(self, response: Response, case: Request, **rest: Any) -> None:
            super().validate_response(response, case, **rest)
            answered[case.operation.label] += response.status_code < 300

    Machine.run(settings=settings(QUICK, max_examples=max(20, 2 * EXAMPLES)))
    asked_of_new = [label for label in answered if "{id}" in label and answered[label]]
    assert len(asked_of_new) > 5, answered


def test_every_link_leads_to_what_is_there(client: TestClient, api: Api) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    operations = {
        said["operationId"]: (verb, path)
        for path, verbs in paths.items()
        for verb, said in verbs.items()
    }
    followed = set()
    bodies: list[tuple[str, Any]] = [
        *(("/api/traces", api.specs[0]), ("/api/files", MODEL), ("/api/tables", TABLE))
    ]
    for start, body in bodies:
        sent_as: Json = {"json": body} if isinstance(body, dict) else {"content": body}
        new = client.post(start, **sent_as).json()
        for link in paths[start]["post"]["responses"]["201"]["links"].values():
            verb, path = operations[link["operationId"]]
            values = {name: value_of(said, new) for name, said in link["parameters"].items()}
            address = path.format(**values, framework="pytorch")
            question: Json = {"json": {"expression": "h_n"}} if verb == "post" else {}
            response = client.request(verb, address, params=values, **question)
            assert response.status_code == 200, (address, response.text)
            followed.add(path)
    assert followed == {path for path in paths if "{id}" in path}


def value_of(said: Any, body: Json) -> Any:
    """What a link says of an answer: a number, or a place in its body."""
    if not isinstance(said, str):
        return said
    value: Any = body
    for key in said.removeprefix("$response.body#/").split("/"):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value
