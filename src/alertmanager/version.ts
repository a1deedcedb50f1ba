/**
 * Whose behaviour is meant where versions of Alertmanager differ: that of 0.25, which Debian 12 has,
 * or that of the current line (0.28 and later).
 */
export type AlertmanagerVersion = "0.25" | "current";
