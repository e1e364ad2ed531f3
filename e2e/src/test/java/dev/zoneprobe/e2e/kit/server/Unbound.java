// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import dev.zoneprobe.e2e.kit.ChildProcess;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An unbound that answers over UDP and TCP on 127.0.0.1 and asks nobody else.
///
/// Names in `probe.test` other than the constants here do not exist (NXDOMAIN). The nameserver that
/// it would ask for names elsewhere is not there, so that no question leaves the machine.
public final class Unbound implements AutoCloseable {
  /// Has the address 127.0.0.1.
  public static final String ADDRESS = "a.probe.test";

  /// Has the address ::1, and none of version 4.
  public static final String ONLY_VERSION_6 = "six.probe.test";

  /// Is another name for [#ADDRESS], by way of a third.
  public static final String ALIAS = "alias.probe.test";

  /// Does not exist.
  public static final String MISSING = "missing.probe.test";

  /// Has so many addresses that an answer over UDP is truncated.
  public static final String TRUNCATED = "many.probe.test";

  /// How many addresses [#TRUNCATED] has.
  public static final int MANY = 60;

  /// Gets the answer that this client is not served (REFUSED).
  public static final String REFUSED = "name.refused.test";

  /// Cannot be looked up (SERVFAIL): its zone was never loaded.
  public static final String FAILING = "name.failing.test";

  private static final Pattern QUERY = Pattern.compile("info: 127\\.0\\.0\\.1 (\\S+) (\\S+) IN\n");

  private final int port;
  private final ChildProcess process;

  private Unbound(int port, ChildProcess process) {
    this.port = port;
    this.process = process;
  }

  /// Starts one.
  public static Unbound start() {
    int port = FreePort.next();
    TemporaryFolder folder = TemporaryFolder.create("unbound");
    folder.write("probe.test.zone", zone());
    folder.write("unbound.conf", configuration(port, FreePort.next()));
    ChildProcess process =
        ChildProcess.start(folder, Program.UNBOUND.command("-d", "-p", "-c", "unbound.conf"));
    process.awaitListening(port);
    return new Unbound(port, process);
  }

  private static String configuration(int port, int nobody) {
    return """
    server:
      interface: 127.0.0.1@%d
      access-control: 127.0.0.0/8 allow
      do-ip6: no
      do-daemonize: no
      do-not-query-localhost: no
      chroot: ""
      username: ""
      directory: "."
      use-syslog: no
      logfile: ""
      log-queries: yes
      num-threads: 1
      module-config: "iterator"
      outbound-msg-retry: 1
      max-udp-size: 512
      minimal-responses: yes
      local-zone: "refused.test." refuse
      local-zone: "test." transparent
    remote-control:
      control-enable: no
    auth-zone:
      name: "probe.test"
      zonefile: "probe.test.zone"
      fallback-enabled: no
    auth-zone:
      name: "failing.test"
      zonefile: "never-loaded.zone"
      primary: 127.0.0.1@%d
      fallback-enabled: no
    forward-zone:
      name: "."
      forward-addr: 127.0.0.1@%d
    """
        .formatted(port, nobody, nobody);
  }

  private static String zone() {
    String many =
        IntStream.rangeClosed(1, MANY)
            .mapToObj("many IN A 127.0.1.%d%n"::formatted)
            .collect(Collectors.joining());
    return """
    $ORIGIN probe.test.
    $TTL 60
    @ IN SOA ns hostmaster 1 3600 600 86400 60
    @ IN NS ns
    ns IN A 127.0.0.1
    a IN A 127.0.0.1
    six IN AAAA ::1
    alias IN CNAME between
    between IN CNAME a
    """
        + many;
  }

  /// Where it answers.
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Its address and port as they are written in settings.
  public String nameserver() {
    return "127.0.0.1:" + port;
  }

  /// Every query that it logged so far, over UDP and TCP: `A a.probe.test.`.
  public List<String> queries() {
    return QUERY
        .matcher(process.output())
        .results()
        .map(query -> query.group(2) + " " + query.group(1))
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
