/** Where the tables of `characters.ts` stand in the kernel's memory: `compile.ts` makes this module. */
export declare const KINDS: usize
export declare const WORD_CHARACTERS: usize
export declare const JOINERS: usize
export declare const BREAKERS: usize
export declare const LOOKED_AT: usize
