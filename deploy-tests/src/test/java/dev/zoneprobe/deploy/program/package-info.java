// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the manifests say to our own programs: configuration, ports, metrics and variables, held
/// against the programs themselves.
@NullMarked
package dev.zoneprobe.deploy.program;

import org.jspecify.annotations.NullMarked;
