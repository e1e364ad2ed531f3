// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container.pod;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.memory.ProcessMemory;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/// An agent or a collector in a container: any user but root, no capabilities, a root file system
/// that nobody can write to, and the memory that our manifests allow.
public final class Pod extends GenericContainer<Pod> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String USER = "65532:65532";
  private static final String OWNED = "uid=65532,gid=65532,mode=700";

  private final String name;
  private final Image image;
  private final List<Network> more;
  private final TemporaryFolder folder;

  /// Starts nothing yet.
  ///
  /// @param settings its configuration, in YAML
  /// @param networks those that it is in under its name; the first is the one that others come from
  public Pod(Image image, String name, String settings, List<Network> networks) {
    super(image.load());
    this.name = name;
    this.image = image;
    this.more = networks.subList(1, networks.size());
    this.folder = TemporaryFolder.create(name);
    Path file = folder.write(image.program() + ".yaml", settings);
    withImagePullPolicy(_ -> false);
    withNetwork(networks.getFirst());
    withNetworkAliases(name);
    withExposedPorts(image.port());
    withCreateContainerCmdModifier(command -> restrict(command, file));
    waitingFor(Wait.forHttp("/healthz/ready").forPort(image.port()).withStartupTimeout(PATIENCE));
  }

  private void restrict(CreateContainerCmd command, Path file) {
    Optional<HostConfig> host = Optional.ofNullable(command.getHostConfig());
    host.orElseThrow()
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withMemory(limitBytes())
        .withTmpFs(Map.of("/tmp", OWNED, "/var/lib/zoneprobe", OWNED))
        .withBinds(
            new Bind(
                file.toString(),
                new Volume("/etc/zoneprobe/" + file.getFileName()),
                AccessMode.ro));
    command.withUser(USER);
  }

  /// The limit of memory in our manifests.
  private long limitBytes() {
    return switch (image) {
      case AGENT -> 192L << 20;
      case COLLECTOR -> 768L << 20;
    };
  }

  @Override
  protected void containerIsCreated(String containerId) {
    more.forEach(this::join);
  }

  /// Puts it into a network, under its name.
  public void join(Network network) {
    getDockerClient()
        .connectToNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(getContainerId())
        .withContainerNetwork(new ContainerNetwork().withAliases(name))
        .exec();
  }

  /// Takes it out of a network, as if the cable were pulled.
  public void leave(Network network) {
    getDockerClient()
        .disconnectFromNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(getContainerId())
        .withForce(true)
        .exec();
  }

  /// Asks it to end (SIGTERM), waits, and returns its exit code. What it printed is still there.
  public long drain() {
    getDockerClient().stopContainerCmd(getContainerId()).withTimeout(30).exec();
    return Optional.ofNullable(state().getExitCodeLong()).orElseThrow();
  }

  /// What it exposes to Prometheus.
  public Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(
        URI.create("http://%s:%d/metrics".formatted(getHost(), getMappedPort(image.port()))));
  }

  /// When the engine started it last.
  public Instant startedAt() {
    return Instant.parse(Optional.ofNullable(state().getStartedAt()).orElseThrow());
  }

  /// The memory of its one process.
  public ProcessMemory memory() {
    return new ProcessMemory(Optional.ofNullable(state().getPidLong()).orElseThrow());
  }

  /// Whether the kernel ended it because it used more memory than it may.
  public boolean isOutOfMemory() {
    return Boolean.TRUE.equals(state().getOOMKilled());
  }

  private ContainerState state() {
    return getDockerClient().inspectContainerCmd(getContainerId()).exec().getState();
  }

  public String podName() {
    return name;
  }

  @Override
  public void close() {
    super.close();
    folder.close();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
