// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Tables of the operators' documents, and the same tables as the manifests would write them.
@NullMarked
package dev.zoneprobe.deploy.document;

import org.jspecify.annotations.NullMarked;
