// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container.pod;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/// Decides whether a test with [RequiresContainers] runs, is skipped or fails.
final class ContainerPermission implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> problem = problem();
    if (problem.isEmpty()) {
      return ConditionEvaluationResult.enabled("images can be run");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(problem.get());
    }
    System.out.println("skipped " + context.getDisplayName() + ": " + problem.get());
    return ConditionEvaluationResult.disabled(problem.get());
  }

  private static Optional<String> problem() {
    return Stream.of(Image.values())
        .map(Image::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .or(ContainerPermission::problemOfEngine);
  }

  private static Optional<String> problemOfEngine() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no Docker engine answers (Debian package docker.io)");
  }
}
