import { defineSystem } from "tocsin";

// What somebody has after the first minute with the keyboard.
export const system = defineSystem(JSON.parse('{ "name": "shop" }'));
