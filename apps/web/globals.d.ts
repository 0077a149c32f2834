/// <reference types="next" />
/// <reference types="next/image-types/global" />

declare namespace NodeJS {
  interface ProcessEnv {
    /** Put in by the build: next.config.ts. */
    readonly PARLEY_VERSION: string;
  }
}
