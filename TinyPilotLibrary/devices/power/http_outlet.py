"""`http:` switches an outlet by HTTP requests: Tasmota, Shelly, or any other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from TinyPilotLibrary.devices.http import Answer, Endpoint, Hints, HttpConnection, Request
from TinyPilotLibrary.devices.options import did_you_mean, secret_text, whole_number
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.power.outlet_presets import PRESETS, Preset
from TinyPilotLibrary.devices.power.web_login import Login
from TinyPilotLibrary.devices.protocol import PowerState
from TinyPilotLibrary.errors import ConfigurationError, DeviceError, NotAuthorized, RequestRefused

_HINTS = Hints("Is the outlet on the network, and the address right?", time_limit="read_timeout=")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_CALL = re.compile(rf"(?:({'|'.join(_METHODS)})\s+)?(/\S*)")
_NUMBER = "{outlet}"
_MOST_OUTLETS = 999
_ON, _OFF = ("on", "true", "1"), ("off", "false", "0")


@dataclass(frozen=True)
class Call:
    """A request that switches the outlet, or reads its state.

    Args:
        method: `GET`, `POST` and so on.
        path: The path with its query.
        body: The body, sent as JSON; None for no body.
    """

    method: str
    path: str
    body: object = None


@dataclass(frozen=True)
class StateReader:
    """The position of the state in an answer, and its values.

    Args:
        paths: Keys and indices joined by dots, such as `relays.0.ison`; the first one that exists counts. Without any,
            the whole answer is the state.
        on: Values that mean on, in lower case.
        off: Values that mean off.
    """

    paths: Sequence[str]
    on: Sequence[str] = _ON
    off: Sequence[str] = _OFF

    def read(self, name: str, answer: Answer) -> PowerState:
        """The state in an answer.

        Args:
            name: The outlet's name.
            answer: Its answer.

        Raises:
            DeviceError: If the state is missing or unknown.
        """
        found = (
            [self._value(answer, path) for path in self.paths]
            if self.paths
            else [answer.body.decode("utf-8", "replace")]
        )
        value = next((item for item in found if item is not None), None)
        word = str(value).strip().lower()
        if value is not None and word in self.on:
            return PowerState.ON
        if value is not None and word in self.off:
            return PowerState.OFF
        where = f" at {' or '.join(self.paths)}" if self.paths else ""
        raise DeviceError(
            f"'{name}' does not tell its state: wanted {_or(self.on)}, or {_or(self.off)}{where} (state_path=, "
            f"state_on=, state_off=), got: {answer.sentence}"
        )

    @staticmethod
    def _value(answer: Answer, path: str) -> object:
        value = answer.json()
        for key in path.split("."):
            if isinstance(value, Mapping) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                return None
        return value


class HttpOutlet:
    """An outlet that is switched by HTTP requests.

    Args:
        endpoint: Its address.
        login: User and password, if it requires them.
        preset: The specifics of its vendor; None if there are none.
    """

    def __init__(self, endpoint: Endpoint, login: Login | None, preset: Preset | None) -> None:
        self.name = endpoint.name
        self._connection = HttpConnection(endpoint, _HINTS)
        self._login = login
        self._preset = preset

    def ask(self, call: Call, *, is_input: bool = True) -> Answer:
        """Sends a request.

        Args:
            call: The request.
            is_input: Whether it switches something, and so must be sent only once.

        Returns:
            Its answer, if it is not an error.

        Raises:
            NotAuthorized: If user or password are missing or wrong.
            DeviceError: If it was refused for another reason.
            DeviceUnreachable: If there is no answer.
        """
        path = call.path
        if self._login and self._preset and self._preset.in_query:
            who = f"user={quote(self._login.username, '')}&password={quote(self._login.password, '')}"
            path += f"{'&' if '?' in path else '?'}{who}"
        answer = self._sent(call, path, {}, is_input=is_input)
        if answer.status == 401 and self._login:
            # A refused request has switched nothing.
            told = self._login.answer(answer.headers.get("www-authenticate", ""), call.method, self._uri(path))
            if told:
                answer = self._sent(call, path, {"Authorization": told}, is_input=is_input)
        self._check(answer)
        return answer

    def close(self) -> None:
        """Closes its connection."""
        self._connection.close()

    def _sent(self, call: Call, path: str, headers: Mapping[str, str], *, is_input: bool) -> Answer:
        return self._connection.send(Request(call.method, path, call.body, headers=headers, is_input=is_input))

    def _uri(self, path: str) -> str:
        return self._connection.endpoint.prefix + path

    def _check(self, answer: Answer) -> None:
        if answer.status in {401, 403}:
            raise self._not_authorized(answer.sentence)
        if not answer.ok:
            moved = f" It says to ask {answer.redirects_to} instead." if answer.redirects_to else ""
            raise DeviceError(f"'{self.name}' answered {answer.status}: {answer.sentence}{moved}")
        content = answer.json()
        if self._preset and not isinstance(content, Mapping):
            raise DeviceError(
                f"'{self.name}' answered with something that an outlet of this make does not say: {answer.told}. Is "
                "preset= right, or does something on the way ask for a login?"
            )
        for key in self._preset.complaints if self._preset else ():
            if isinstance(content, Mapping) and key in content:
                if "password" in str(content[key]).lower():
                    raise self._not_authorized(f"{content[key]}.")
                raise RequestRefused(
                    f"'{self.name}' does not know what it was asked: {answer.sentence} Is preset= right?"
                )

    def _not_authorized(self, said: str) -> NotAuthorized:
        what = (
            "refused the user or the password" if self._login else "wants a user and a password (username=, password=)"
        )
        return NotAuthorized(f"'{self.name}' {what}: {said}")


def open_outlet(
    url: str,
    *,
    preset: object = None,
    outlet: object = None,
    on: object = None,
    off: object = None,
    reset: object = None,
    state: object = None,
    state_path: object = None,
    state_on: object = None,
    state_off: object = None,
    username: object = None,
    password: object = None,
    ca_certificate: object = None,
    verify: object = True,
    connect_timeout: object = 5.0,
    read_timeout: object = 15.0,
) -> PowerControl:
    """Switches an outlet by HTTP requests. It is contacted on first use.

    Args:
        url: Scheme and host, `http://10.0.0.5`; a path in it is prefixed to all others.
        preset: The vendor: `tasmota`, `shelly` or `shelly-gen2`. Other options override it.
        outlet: The number of the outlet, if there are several, as the vendor counts.
        on: The request that switches on: a path, `POST /path`, or a table of `method`, `path` and `body`.
        off: The request that switches off.
        reset: The request that resets.
        state: The request that reads the state.
        state_path: The path of the state in the JSON answer, such as `relays.0.ison`; the whole answer if not given.
        state_on: Values that mean on: a string or a list, case-insensitive.
        state_off: Values that mean off.
        username: The user; `admin` if only a password is given.
        password: The password, also as Robot Framework's `Secret`.
        ca_certificate: Certificate file of the authority that signed its certificate.
        verify: Whether its certificate is verified.
        connect_timeout: Time limit for connecting.
        read_timeout: Time limit for an answer.

    Returns:
        The control.

    Raises:
        ConfigurationError: If an option is invalid.
    """
    make = _preset(preset)
    number = whole_number("outlet", outlet, 0, _MOST_OUTLETS) if outlet is not None else make.first if make else 0
    given = {"on": on, "off": off, "reset": reset, "state": state}
    calls = {
        name: _call(name, value, number)
        for name, value in {**(make.calls if make else {}), **{k: v for k, v in given.items() if v is not None}}.items()
    }
    if not calls.keys() & {"on", "off", "reset"}:
        raise ConfigurationError(
            f"The outlet '{url}' needs a request for at least one of on=, off= and reset=, or a preset=: "
            f"{', '.join(PRESETS)}."
        )
    paths = [str(state_path)] if state_path is not None else list(make.state_paths) if make else []
    reader = StateReader(
        [path.replace(_NUMBER, str(number)) for path in paths], _words(state_on, _ON), _words(state_off, _OFF)
    )
    endpoint = Endpoint.of_options(
        url,
        ca_certificate=ca_certificate,
        verify=verify,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    secret = secret_text(password)
    login = Login(str(username or "admin"), secret) if username or secret else None
    device = HttpOutlet(endpoint, login, make)
    tell = calls.pop("state", None)

    def told(call: Call) -> PowerState:
        return reader.read(device.name, device.ask(call, is_input=call.method != "GET"))

    return PowerControl(
        device.name,
        **{name: partial(_switch, device, call) for name, call in calls.items()},
        state=None
        if tell is None
        else lambda: reader.read(device.name, device.ask(tell, is_input=tell.method != "GET")),
        close=device.close,
    )


def _switch(device: HttpOutlet, call: Call) -> None:
    device.ask(call)


def _preset(name: object) -> Preset | None:
    if name is None:
        return None
    found = PRESETS.get(str(name).strip().lower())
    if found is None:
        meant = did_you_mean([str(name).lower()], PRESETS)
        raise ConfigurationError(f"There is no preset {name!r}.{meant} Known: {', '.join(PRESETS)}.")
    return found


def _call(name: str, value: object, number: int) -> Call:
    if isinstance(value, Mapping):
        unknown = sorted(set(value) - {"method", "path", "body"})
        if unknown:
            raise ConfigurationError(f"The request {name}= has {unknown[0]!r}, which is none of method, path and body.")
        text = f"{str(value.get('method', 'GET')).upper()} {value.get('path', '')}"
        body = value.get("body")
    else:
        text, body = str(value), None
    match = _CALL.fullmatch(text.strip())
    if match is None:
        raise ConfigurationError(
            f"The request {name}= must be a path such as '/relay/0?turn=on', with 'POST ' before it if it is one; "
            f"got {value!r}."
        )
    return Call(match[1] or "GET", match[2].replace(_NUMBER, str(number)), body)


def _words(given: object, usual: Sequence[str]) -> Sequence[str]:
    if given is None:
        return usual
    words = given if isinstance(given, list | tuple) else [given]
    return [str(word).strip().lower() for word in words]


def _or(words: Sequence[str]) -> str:
    return " or ".join(map(repr, words))
