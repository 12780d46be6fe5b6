/** The testing door: what a test of the whole application needs to speak with it. */
export { type AppClient, createAppClient } from './testing/app-client.ts';
