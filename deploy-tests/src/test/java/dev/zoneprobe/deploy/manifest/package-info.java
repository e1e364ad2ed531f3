// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Manifests as they were rendered, and what they say in a form that rules can ask. Knows no rule.
@NullMarked
package dev.zoneprobe.deploy.manifest;

import org.jspecify.annotations.NullMarked;
