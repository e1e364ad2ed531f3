// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test needs these programs. Where one is missing the test is skipped, and one printed line
/// says so; under `CI=true` it fails instead, if the program can be installed from Debian's
/// packages. Otherwise `./check` counts it in its summary.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiredPrograms.class)
public @interface RequiresProgram {
  Program[] value();
}
