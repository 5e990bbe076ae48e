/** Work under way, so that whoever closes can wait for all of it. */
export interface TaskSet {
  /** Work that has seen to its own errors. */
  add(task: Promise<void>): void;
  settled(): Promise<void>;
}

export function createTaskSet(): TaskSet {
  const tasks = new Set<Promise<void>>();
  return {
    add(task) {
      const kept = task
        .catch(() => {})
        .finally(() => {
          tasks.delete(kept);
        });
      tasks.add(kept);
    },
    async settled() {
      await Promise.all(tasks);
    },
  };
}
