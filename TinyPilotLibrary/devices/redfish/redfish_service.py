"""A Redfish service: its resources, its error messages, and the selected system."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from TinyPilotLibrary.devices.http import Answer, Endpoint, Hints, HttpConnection, Request
from TinyPilotLibrary.devices.options import secret_text
from TinyPilotLibrary.devices.power.web_login import Login
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotAuthorized, NotSupported

SYSTEMS = "/redfish/v1/Systems"
_HINTS = Hints("Is it the address of the BMC, and not of the server?", time_limit="read_timeout=")
_GONE = frozenset({404, 405, 501})


class RedfishService:
    """A BMC.

    Args:
        name: Its name in messages.
        endpoint: Its address.
        login: User and password; None for a service that requires none.
        system: The path, identifier or name of the system; None for the only one.
    """

    def __init__(self, name: str, endpoint: Endpoint, login: Login | None, system: str | None) -> None:
        self.name = name
        self.endpoint = endpoint
        self._connection = HttpConnection(endpoint, _HINTS)
        self._login = login
        self._wanted = system
        self._found: str | None = None

    @property
    def system_path(self) -> str:
        """The path of the system.

        Raises:
            ConfigurationError: If there are several and none was selected, or the selected one does not exist.
        """
        if self._found is None:
            self._found = self._find()
        return self._found

    def get(self, path: str) -> dict[str, Any]:
        """Reads a resource.

        Args:
            path: Its path.

        Raises:
            DeviceError: If the BMC refuses the request, or the answer is not a resource.
            DeviceUnreachable: If it does not answer.
        """
        return self._resource(path)[0]

    def post(self, path: str, body: Mapping[str, object]) -> None:
        """Requests an action from the BMC, once.

        Args:
            path: The path of the action.
            body: The parameters of the action.

        Raises:
            NotSupported: If the BMC does not support the action.
            DeviceError: If it refuses it.
            DeviceUnreachable: If it does not answer.
        """
        self._send("POST", path, body)

    def patch(self, path: str, body: Mapping[str, object]) -> None:
        """Changes a resource.

        Args:
            path: Its path.
            body: The changes.

        Raises:
            DeviceError: If the BMC refuses it.
            DeviceUnreachable: If it does not answer.
        """
        # Some BMCs require the ETag of the state that is changed.
        _, answer = self._resource(path)
        tag = answer.headers.get("etag")
        self._send("PATCH", path, body, {"If-Match": tag} if tag else {})

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _resource(self, path: str) -> tuple[dict[str, Any], Answer]:
        answer = self._send("GET", path)
        content = answer.json()
        if not isinstance(content, dict):
            raise self._no_redfish(path, answer)
        return content, answer

    def _send(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
        who = {"Authorization": self._login.basic} if self._login else {}
        given = {"Accept": "application/json", "OData-Version": "4.0", **who, **(headers or {})}
        answer = self._connection.send(Request(method, path, body, headers=given, is_input=method != "GET"))
        if answer.ok:
            if answer.page is not None:
                raise self._no_redfish(path, answer)
            return answer
        what = f"'{self.name}' answered {answer.status} to {method} {path}: {_said(answer)}"
        if answer.status in {401, 403}:
            hint = (
                "It refused the user or the password, or the user may not do this" if self._login else "It wants a user"
            )
            raise NotAuthorized(f"{what} {hint} (username=, password=).")
        raise NotSupported(what) if answer.status in _GONE else DeviceError(what)

    def _no_redfish(self, path: str, answer: Answer) -> DeviceError:
        return DeviceError(f"'{self.name}' answered {path} with something that is not Redfish: {answer.told}.")

    def _find(self) -> str:
        if self._wanted and self._wanted.startswith("/"):
            return self._wanted.rstrip("/")
        members = [str(item.get("@odata.id", "")).rstrip("/") for item in self.get(SYSTEMS).get("Members", [])]
        if not self._wanted and len(members) == 1:
            return members[0]
        names = {path: self._names(path) for path in members}
        found = [path for path, known in names.items() if self._wanted in known]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f"{path.rpartition('/')[2]} ({known[-1]})" for path, known in names.items()) or "none"
        wanted = f"There is no system {self._wanted!r}" if self._wanted else "Say with system= which one is meant"
        raise ConfigurationError(f"'{self.name}' has {len(members)} systems: {listed}. {wanted}.")

    def _names(self, path: str) -> list[str]:
        content = self.get(path)
        return [path.rpartition("/")[2], *(str(content[key]) for key in ("Id", "UUID", "Name") if content.get(key))]


def service_of(
    url: str,
    *,
    username: object,
    password: object,
    system: object,
    ca_certificate: object,
    verify: object,
    connect_timeout: object,
    read_timeout: object,
) -> RedfishService:
    """The service for a URL and options. It is contacted on first use.

    Args:
        url: `redfish://host`, over TLS, or `redfish+http://host`; the path of a system may follow.
        username: The user.
        password: The password, also as Robot Framework's `Secret`.
        system: The system's identifier or name, if there are several.
        ca_certificate: Certificate file of the authority that signed the BMC's certificate.
        verify: Whether its certificate is verified.
        connect_timeout: Time limit for connecting.
        read_timeout: Time limit for an answer.

    Returns:
        The service.

    Raises:
        ConfigurationError: If the URL or an option is invalid.
    """
    scheme, _, rest = url.partition(":")
    parts = urlsplit(f"{'http' if scheme.lower().endswith('+http') else 'https'}:{rest}")
    path = parts.path.rstrip("/")
    if path and system:
        raise ConfigurationError(f"'{url}' has the path of a system already: leave out either it or system=.")
    if path and not path.startswith(f"{SYSTEMS}/"):
        raise ConfigurationError(f"The path in '{url}' is not that of a system: {SYSTEMS}/1, say. It may be left out.")
    secret = secret_text(password)
    if bool(username) != bool(secret):
        raise ConfigurationError(f"'{url}' needs both username= and password=, or none of them.")
    endpoint = Endpoint.of_options(
        f"{parts.scheme}://{parts.netloc}",
        ca_certificate=ca_certificate,
        verify=verify,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    login = Login(str(username), secret) if username else None
    return RedfishService(url, endpoint, login, path or (str(system) if system else None))


def _said(answer: Answer) -> str:
    """The BMC's own error message; its extended messages are more specific than the general one."""
    content = answer.json()
    error = content.get("error") if isinstance(content, dict) else None
    if not isinstance(error, dict):
        return answer.sentence
    extended = error.get("@Message.ExtendedInfo")
    told = (
        [str(item["Message"]) for item in extended if isinstance(item, dict) and item.get("Message")]
        if isinstance(extended, list)
        else []
    )
    text = " ".join(" ".join(told or [str(error.get("message") or answer.sentence)]).split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
