import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../clock.ts';
import { type Database, type DatabaseLog, databaseFile, openDatabase } from './database.ts';

export const silent: DatabaseLog = { info() {}, warn() {}, error() {} };

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-sqlite-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An open database that is closed after the test. */
export function openIn(folder: string, log = silent): Database {
  const database = openDatabase(folder, { clock: systemClock, log });
  onTestFinished(() => database.close());
  return database;
}

export const fileIn = (folder: string) => join(folder, databaseFile);
