/// What end-to-end tests stand on: programs as child processes, free ports, the repository.
///
/// Every test of the system comes in; nothing of the agent or the collector is imported here.
@NullMarked
package dev.zoneprobe.e2e.kit;

import org.jspecify.annotations.NullMarked;
