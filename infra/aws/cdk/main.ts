import { bellhopApp } from './app.ts';

// What cdk.json names: the CDK's own CLI runs it, and says by the environment where to write.
bellhopApp().app.synth();
