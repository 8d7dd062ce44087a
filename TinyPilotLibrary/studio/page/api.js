// Requests to the companion and the studio, with the token or API key that they demand.

const KEPT = "tinypilot-studio";
const COMPANION = "../api/companion/v1/";
const KEPT_OUT = 423;

/** An answer that is no success: its sentence is for people. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export class Api {
  /** @param askKey asks a person for the API key, and promises it */
  constructor(askKey) {
    this.askKey = askKey;
    this.key = sessionStorage.getItem(KEPT);
    this.asking = null;
    // Tells this page from other clients: one of them at a time may send input.
    const number = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
    this.name = `someone in the studio (page ${number[0]}${number[1]})`;
    this.lease = { "X-Lease": number.join(""), "X-Lease-Holder": encodeURIComponent(this.name) };
    this.hasSent = false;
    // Loaded anew this page is another client: the one that goes must not keep it out.
    addEventListener("pagehide", () => this.leave());
  }

  /** A call of the studio that answers JSON, or nothing. */
  async ask(path, body, rest = {}) {
    const answer = await this.checked(`api/${path}`, body, rest);
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  }

  /** A call of the companion's own API. */
  companion(path, body) {
    return this.checked(COMPANION + path, body);
  }

  /** Who has the right to send input; with a sign of life of this page, which keeps it. */
  async holder(alive) {
    return (await this.checked(`${COMPANION}lease`, undefined, { alive })).json();
  }

  /** Gives the device back; the page may be gone before there is an answer. */
  leave() {
    if (this.hasSent) this.bare(`${COMPANION}lease/end`, {}, { keepalive: true }).catch(() => {});
    this.hasSent = false;
  }

  async checked(path, body, rest = {}) {
    const answer = await this.send(path, body, rest);
    if (answer.ok) return answer;
    const sentence = (await answer.text()) || `Status ${answer.status}.`;
    throw new Refused(answer.status, answer.status === KEPT_OUT ? await this.whoKeepsOut(sentence) : sentence);
  }

  /** The companion's sentence tells suites what they can do; a person takes the device over by a button. */
  async whoKeepsOut(sentence) {
    const { holder } = await this.holder();
    return holder ? `The device is in use by ${holder}. Wait, or take it over under Operate.` : sentence;
  }

  /** Any answer, whatever its status; a token that was forgotten is fetched anew. */
  async send(path, body, rest = {}) {
    if (!this.key) await this.authorize();
    const used = this.key;
    const answer = await this.bare(path, body, rest);
    if (answer.status !== 401) return answer;
    if (this.key === used) this.key = null;
    if (!this.key) await this.authorize();
    return this.bare(path, body, rest);
  }

  bare(path, body, { alive = false, ...rest }) {
    // Looking is no sign of life: a page that is left open keeps nobody out.
    const own = alive || body !== undefined ? this.lease : {};
    const headers = { Authorization: `Bearer ${this.key}`, ...own };
    if (body === undefined) return fetch(path, { headers, cache: "no-store", ...rest });
    headers["Content-Type"] = "application/json";
    this.hasSent = true;
    return fetch(path, { method: "POST", headers, body: JSON.stringify(body), ...rest });
  }

  authorize() {
    this.asking ??= this.fetchKey().finally(() => { this.asking = null; });
    return this.asking;
  }

  async fetchKey() {
    const answer = await fetch("token", { cache: "no-store" });
    if (answer.ok) this.key = (await answer.json()).token;
    else if (answer.status === 410) this.key = await this.askKey();
    else throw new Refused(answer.status, await answer.text());
    sessionStorage.setItem(KEPT, this.key);
  }
}
