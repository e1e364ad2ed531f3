// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// YAML as people write it, for the files with rules and for those with their tests.
@NullMarked
package dev.zoneprobe.collector.slo.yaml;

import org.jspecify.annotations.NullMarked;
