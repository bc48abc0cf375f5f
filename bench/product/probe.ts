import { answers, cpuUs, memoryBytes } from '../process/answers.ts';

/** Loaded beside the product (`node --import`), so that its process can be asked what it uses. */
answers({ cpu: cpuUs, memory: memoryBytes });
