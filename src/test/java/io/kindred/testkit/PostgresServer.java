package io.kindred.testkit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.postgresql.Driver;
import org.tukaani.xz.XZInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A server of PostgreSQL in processes of its own, which the test classes of a process share. Each
 * test takes a database. A user is let in with a password.
 *
 * <p>PostgreSQL does not run as root; then its processes are those of nobody.
 */
public final class PostgresServer {

    /** The user who may do everything. */
    public static final String USER = "owner";

    public static final String PASSWORD = "s3cr3t-of-owner";

    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final int NOBODY = 65534;
    private static final Duration TO_START = Duration.ofMinutes(1);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PostgresServer shared;

    private final Path folder;
    private final int port = FreePorts.next();
    private @Nullable Process process;

    private PostgresServer(Path folder) {
        this.folder = folder;
    }

    /** The server, which is started if it does not run. */
    public static synchronized PostgresServer shared() {
        PostgresServer server = shared;
        if (server == null) {
            server = new PostgresServer(temporary());
            Runtime.getRuntime().addShutdownHook(new Thread(server::end));
            server.create();
            shared = server;
        }
        if (!server.isRunning()) {
            server.start();
        }
        return server;
    }

    /** Makes a database, and returns its URL. */
    public String database() {
        String name = "test" + DATABASES.incrementAndGet();
        execute(url("postgres"), "CREATE DATABASE " + name);
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The fields of a sink that writes as the owner; the password is in a file of the folder. */
    public static Map<String, Object> connection(String url, Path folder) {
        Path file = folder.resolve("password");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("url", url, "username", USER, "password", Map.of("file", file.toString()));
    }

    /** A connection of the owner. */
    public static Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", PASSWORD);
        return Optional.ofNullable(new Driver().connect(url, properties)).orElseThrow();
    }

    /** Runs a statement as the owner. */
    public static void execute(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows of a query, their values as text, joined by a comma. */
    public static List<String> query(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join(",", values));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Kills all processes of the server, without giving them time for anything. */
    public void kill() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> all = running.descendants().toList();
            running.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            Awaitility.await()
                    .atMost(TO_START)
                    .until(
                            () ->
                                    !running.isAlive()
                                            && all.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** Starts the server again, and waits until it lets in users. */
    public void start() {
        try {
            process =
                    new ProcessBuilder(
                                    command(
                                            folder.resolve("bin/postgres").toString(),
                                            "-D",
                                            data(),
                                            "-p",
                                            Integer.toString(port),
                                            "-h",
                                            "127.0.0.1",
                                            "-c",
                                            "unix_socket_directories=",
                                            "-c",
                                            "shared_buffers=32MB",
                                            "-c",
                                            "fsync=off"))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("start of PostgreSQL")
                .atMost(TO_START)
                .ignoreExceptions()
                .until(() -> query(url("postgres"), "SELECT 1").equals(List.of("1")));
    }

    private void create() {
        unpack();
        Path password = folder.resolve("initial-password");
        try {
            Files.writeString(password, PASSWORD);
            own(password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                command(
                        folder.resolve("bin/initdb").toString(),
                        "-D",
                        data(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile",
                        password.toString(),
                        "-E",
                        "UTF8",
                        "--locale",
                        "C",
                        "--no-sync"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void unpack() {
        Path tar = folder.resolve("binaries.tar");
        try (InputStream packed = PostgresServer.class.getResourceAsStream(BINARIES)) {
            if (packed == null) {
                throw new TestAbortedException("there is no PostgreSQL for this system");
            }
            try (InputStream unpacked = new XZInputStream(packed);
                    OutputStream out = Files.newOutputStream(tar)) {
                unpacked.transferTo(out);
            }
            run(List.of("tar", "-xf", tar.toString(), "-C", folder.toString()));
            Files.delete(tar);
            own(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(List<String> command) {
        Path output = folder.resolve("output");
        try {
            int code =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new TestAbortedException(
                        "PostgreSQL does not run here: " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new TestAbortedException("PostgreSQL does not run here: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            String user = Integer.toString(NOBODY);
            command.addAll(
                    List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        }
        command.addAll(List.of(words));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Gives a file to the user whose processes need it. */
    private static void own(Path file) throws IOException {
        if (isRoot()) {
            Files.setAttribute(file, "unix:uid", NOBODY);
        }
    }

    /** Others may not enter the folder for temporary files that is set for tests. */
    private static Path temporary() {
        try {
            return isRoot()
                    ? Files.createTempDirectory(Path.of("/tmp"), "kindred-postgres")
                    : Files.createTempDirectory("kindred-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
