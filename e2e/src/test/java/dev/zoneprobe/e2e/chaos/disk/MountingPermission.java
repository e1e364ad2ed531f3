// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.disk;

import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides whether a test with [RequiresMounting] runs, is skipped or fails.
final class MountingPermission implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> problem = problem();
    if (problem.isEmpty()) {
      return ConditionEvaluationResult.enabled("file systems can be mounted");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(problem.get());
    }
    System.out.println("skipped " + context.getDisplayName() + ": " + problem.get());
    return ConditionEvaluationResult.disabled(problem.get());
  }

  private static Optional<String> problem() {
    try (TemporaryFolder folder = TemporaryFolder.create("mount");
        SmallDisk _ = SmallDisk.inMemory(folder.path().resolve("memory"), 64);
        SmallDisk _ = SmallDisk.onDevice(folder.path().resolve("device"), 1_024)) {
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of("file systems cannot be mounted: " + e.getMessage());
    }
  }
}
