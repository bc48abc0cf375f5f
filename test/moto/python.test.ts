import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoMoto, pythonWithMoto } from './python.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-python-'));
  vi.stubEnv('PATH', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A python3 that passes for one, and whose environments have a pip that says so. */
function fakePython(pip: string): void {
  const inside = `#!/bin/sh\\n${pip}\\n`;
  const make = `/bin/mkdir -p "$3/bin" && printf '${inside}' > "$3/bin/python" && /bin/chmod +x "$3/bin/python"`;
  writeFileSync(join(folder, 'python3'), `#!/bin/sh\n[ "$2" = venv ] && { ${make}; }\nexit 0\n`, { mode: 0o755 });
}

describe('the Python that has moto', () => {
  it('is not there without any Python', () => {
    expect(() => pythonWithMoto(folder)).toThrow(new NoMoto('no python3 of 3.10 or newer with venv and pip'));
  });

  it('is not there while pip can not have moto, which it says', () => {
    fakePython('echo No matching distribution found for moto >&2; exit 1');
    expect(() => pythonWithMoto(folder)).toThrow(new NoMoto('pip: No matching distribution found for moto'));
    expect(() => pythonWithMoto(folder)).toThrow(NoMoto);
  });

  it('is made once', () => {
    fakePython('exit 0');
    const python = pythonWithMoto(folder);
    rmSync(join(folder, 'python3'));
    expect(pythonWithMoto(folder)).toBe(python);
  });
});
