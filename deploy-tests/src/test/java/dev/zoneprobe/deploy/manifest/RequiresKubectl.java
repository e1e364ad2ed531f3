// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.manifest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The test renders with kubectl. Where there is none that can, the test is skipped, under
/// `CI=true` too, and one printed line says so; `./check` counts it in its summary.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresKubectl.Condition.class)
public @interface RequiresKubectl {
  /// Looks for kubectl.
  final class Condition implements ExecutionCondition {
    /// `./check` looks for the words in brackets in the reports.
    private static final String MISSING =
        "kubectl 1.27 or later is not installed (no Debian package has it)";

    Condition() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Kustomize.isInstalled()) {
        return ConditionEvaluationResult.enabled("kubectl is there");
      }
      System.out.println("skipped " + context.getDisplayName() + ": " + MISSING);
      return ConditionEvaluationResult.disabled(MISSING);
    }
  }
}
