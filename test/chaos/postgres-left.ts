import { eventually, isRunning, type ServerHome } from "../running-server.ts";

/** PostgreSQL follows a killed server a moment later, and writes until then. */
export const postgresLeft = async (home: ServerHome): Promise<void> => {
  await eventually(() =>
    home.postgresPid().then(
      (pid) => !isRunning(pid),
      () => true,
    ),
  );
};
