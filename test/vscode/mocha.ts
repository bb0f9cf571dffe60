// What tests inside of the extension host are written with: mocha's own functions, which it puts there before it loads a file.
interface Mocha {
  describe(title: string, body: () => void): void;
  it(title: string, body: () => void | Promise<void>): void;
  before(body: () => void | Promise<void>): void;
  after(body: () => void | Promise<void>): void;
  beforeEach(body: () => void | Promise<void>): void;
  afterEach(body: () => void | Promise<void>): void;
}

export const { describe, it, before, after, beforeEach, afterEach } = globalThis as unknown as Mocha;
