// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.limit;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides whether a test with [RequiresCpuLimit] runs, is skipped or fails.
final class CpuLimitPermission implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> problem = problem();
    if (problem.isEmpty()) {
      return ConditionEvaluationResult.enabled("CPU limits can be set");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(problem.get());
    }
    System.out.println("skipped " + context.getDisplayName() + ": " + problem.get());
    return ConditionEvaluationResult.disabled(problem.get());
  }

  private static Optional<String> problem() {
    try (CpuLimit _ = new CpuLimit()) {
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of("no CPU limit can be set, which takes root: " + e.getMessage());
    }
  }
}
