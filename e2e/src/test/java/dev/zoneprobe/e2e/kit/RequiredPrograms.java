// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Decides whether a test with [RequiresProgram] runs, is skipped or fails.
final class RequiredPrograms implements ExecutionCondition {
  private final boolean mustRun;

  RequiredPrograms() {
    this("true".equals(System.getenv("CI")));
  }

  RequiredPrograms(boolean mustRun) {
    this.mustRun = mustRun;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<RequiresProgram> required =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class);
    List<Program> missing =
        required.stream()
            .flatMap(annotation -> Stream.of(annotation.value()))
            .filter(program -> program.find().isEmpty())
            .toList();
    ConditionEvaluationResult decision = decide(missing);
    if (decision.isDisabled()) {
      String reason = decision.getReason().orElse("");
      System.out.println("skipped " + context.getDisplayName() + ": " + reason);
    }
    return decision;
  }

  /// @throws IllegalStateException if a program is missing that must not be, which are those that
  ///   can be installed
  ConditionEvaluationResult decide(List<Program> missing) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("every program is there");
    }
    String reason = missing.stream().map(Program::missing).collect(Collectors.joining(", "));
    if (mustRun && missing.stream().anyMatch(Program::canBeInstalled)) {
      throw new IllegalStateException(reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
