// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.NanoClock;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Asks with bytes that no library of ours wrote.
final class NameServerTest {
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int SERVFAIL = 2;
  private static final int NXDOMAIN = 3;
  private static final int NOTIMP = 4;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final EventLoops loops = EventLoops.start(1);

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void answersANameOfItsViewOverUdp() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      Answer answer = askOverUdp(server, query("b.mesh.zoneprobe.test", A));

      assertThat(answer).isEqualTo(new Answer(0, 1, "127.0.12.1"));
    }
  }

  @Test
  void answersANameOfItsViewOverTcp() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      Answer answer = askOverTcp(server, query("b.mesh.zoneprobe.test", A));

      assertThat(answer).isEqualTo(new Answer(0, 1, "127.0.12.1"));
    }
  }

  @Test
  void answersAsLateAsItIsTold() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      server.answerLate(Duration.ofMillis(100));
      byte[] query = query("b.mesh.zoneprobe.test", A);

      long begin = NanoClock.SYSTEM.nanos();
      Answer overUdp = askOverUdp(server, query);
      Answer overTcp = askOverTcp(server, query);

      assertThat(Duration.ofNanos(NanoClock.SYSTEM.nanos() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
      assertThat(overUdp).isEqualTo(overTcp).isEqualTo(new Answer(0, 1, "127.0.12.1"));
    }
  }

  @Test
  void answersEachZoneWithItsOwnView() throws IOException {
    try (NameServer ofA = server("127.0.12.1");
        NameServer ofC = server("127.0.32.1")) {
      byte[] query = query("B.Mesh.zoneprobe.test", A);

      assertThat(askOverUdp(ofA, query).address()).isEqualTo("127.0.12.1");
      assertThat(askOverUdp(ofC, query).address()).isEqualTo("127.0.32.1");
    }
  }

  @Test
  void saysThatANameWithoutAnIpv6AddressExists() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      Answer answer = askOverUdp(server, query("b.mesh.zoneprobe.test", AAAA));

      assertThat(answer).isEqualTo(new Answer(0, 0, ""));
    }
  }

  @Test
  void saysThatANameOutsideItsViewDoesNotExist() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      Answer answer = askOverUdp(server, query("z.mesh.zoneprobe.test", A));

      assertThat(answer).isEqualTo(new Answer(NXDOMAIN, 0, ""));
    }
  }

  @Test
  void asksElsewhereAboutOtherDomains() throws IOException {
    View other =
        new View("example", Map.of("www.example", InetAddress.ofLiteral("127.0.9.9")), nobody());
    try (NameServer upstream = new NameServer(loops, ANY_PORT, other);
        DnsNameResolver elsewhere = resolver(upstream.address());
        NameServer server = new NameServer(loops, ANY_PORT, view("127.0.12.1", elsewhere))) {
      assertThat(askOverUdp(server, query("www.example", A)))
          .isEqualTo(new Answer(0, 1, "127.0.9.9"));
      assertThat(askOverUdp(server, query("no.example", A))).isEqualTo(new Answer(NXDOMAIN, 0, ""));
    }
  }

  @Test
  void failsWhenElsewhereDoesNotAnswer() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      Answer answer = askOverUdp(server, query("www.example", A));

      assertThat(answer).isEqualTo(new Answer(SERVFAIL, 0, ""));
    }
  }

  @Test
  void refusesOtherOperations() throws IOException {
    try (NameServer server = server("127.0.12.1")) {
      byte[] update = query("b.mesh.zoneprobe.test", A);
      update[2] |= 5 << 3;

      assertThat(askOverUdp(server, update).code()).isEqualTo(NOTIMP);
    }
  }

  @Test
  void survivesADatagramThatIsNoQuery() throws IOException {
    try (NameServer server = server("127.0.12.1");
        DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, server.address()));

      Answer answer = askOverUdp(server, query("b.mesh.zoneprobe.test", A));

      assertThat(answer.address()).isEqualTo("127.0.12.1");
    }
  }

  private NameServer server(String addressOfB) throws IOException {
    return new NameServer(loops, ANY_PORT, view(addressOfB, nobody()));
  }

  private static View view(String addressOfB, DnsNameResolver elsewhere) {
    return new View(
        "zoneprobe.test",
        Map.of("b.mesh.zoneprobe.test", InetAddress.ofLiteral(addressOfB)),
        elsewhere);
  }

  private DnsNameResolver nobody() {
    return resolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  private DnsNameResolver resolver(InetSocketAddress nameserver) {
    return new DnsNameResolverBuilder(loops.group().next())
        .datagramChannelType(loops.datagramChannel())
        .nameServerProvider(new SingletonDnsServerAddressStreamProvider(nameserver))
        .queryTimeoutMillis(200)
        .build();
  }

  /// @param address of the first answer; empty if there is none
  private record Answer(int code, int answers, String address) {
    static Answer read(byte[] message) {
      ByteBuffer buffer = ByteBuffer.wrap(message);
      assertThat(buffer.getShort(0)).as("id").isEqualTo((short) 0x1234);
      int answers = buffer.getShort(6);
      byte[] last = Arrays.copyOfRange(message, message.length - 4, message.length);
      return new Answer(message[3] & 15, answers, answers == 0 ? "" : addressOf(last));
    }

    private static String addressOf(byte[] bytes) {
      return "%d.%d.%d.%d".formatted(bytes[0], bytes[1], bytes[2], bytes[3]);
    }
  }

  private static byte[] query(String name, int type) {
    ByteBuffer message = ByteBuffer.allocate(512);
    message.putShort((short) 0x1234).putShort((short) 0x0100);
    message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (String label : name.split("\\.", -1)) {
      message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    message.put((byte) 0).putShort((short) type).putShort((short) 1);
    return Arrays.copyOf(message.array(), message.position());
  }

  private static Answer askOverUdp(NameServer server, byte[] query) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(5).toMillis()));
      socket.send(new DatagramPacket(query, query.length, server.address()));
      DatagramPacket reply = new DatagramPacket(new byte[512], 512);
      socket.receive(reply);
      return Answer.read(Arrays.copyOf(reply.getData(), reply.getLength()));
    }
  }

  private static Answer askOverTcp(NameServer server, byte[] query) throws IOException {
    InetSocketAddress address = server.address();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] reply = new byte[in.readUnsignedShort()];
      in.readFully(reply);
      return Answer.read(reply);
    }
  }
}
