package io.kindred.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.kindred.temporal.Interval;
import org.apache.flink.annotation.Internal;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameContaining;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may use whom, and what things may be called. */
class LayersTest {

    /** Parts in packages of their own have to be public to each other; more than this need not. */
    private static final double GREATEST_PUBLIC_SHARE = 0.67;

    private static final JavaClasses MAIN = classesBeside(Interval.class);
    private static final JavaClasses TESTS = classesBeside(LayersTest.class);

    @ParameterizedTest
    @CsvSource({
        "temporal, ''",
        "model, temporal javax.crypto",
        "compare, model",
        "ontology, model temporal compare org.apache.commons.codec com.google.i18n.phonenumbers com.google.re2j com.ibm.icu",
        "storage, model temporal",
        "resolve, model temporal compare ontology storage",
        "codec, model temporal compare ontology com.fasterxml.jackson org.yaml.snakeyaml org.apache.avro com.squareup.wire okio..",
        "table, temporal com.fasterxml.jackson org.apache.parquet com.github.luben.zstd org.apache.hadoop.conf",
        "offline, model temporal compare ontology storage resolve codec"
    })
    void usesOnlyWhatIsBelow(String layer, String below) {
        List<String> allowed =
                Stream.concat(
                                Stream.of("java..", "org.jspecify..", own(layer)),
                                Stream.of(below.split(" "))
                                        .filter(each -> !each.isEmpty())
                                        .map(LayersTest::packages))
                        .toList();
        classes()
                .that()
                .resideInAPackage(own(layer))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .check(MAIN);
    }

    /** The parts of the engine and of storage, each with the parts that it may use. */
    @ParameterizedTest
    @CsvSource({
        "resolve.record, ''",
        "resolve.match, record",
        "resolve.cluster, record match",
        "resolve.entity, record cluster",
        "resolve.state, record match",
        "resolve.emit, record match cluster entity state",
        "resolve.link, record match cluster state emit",
        "resolve.query, record match cluster entity state",
        "resolve.shards, record entity",
        "resolve.publish, ''",
        "storage.keyed, ''",
        "storage.shard, keyed",
        "storage.wire, keyed"
    })
    void partsUseOnlyWhatIsBelow(String part, String below) {
        String layer = part.substring(0, part.indexOf('.'));
        Set<String> allowed =
                Stream.concat(
                                Stream.of(part),
                                Stream.of(below.split(" ")).map(each -> layer + "." + each))
                        .map(each -> "io.kindred." + each)
                        .collect(Collectors.toSet());
        if (layer.equals("storage")) {
            allowed.add("io.kindred.storage");
        }
        classes()
                .that()
                .resideInAPackage("io.kindred." + part)
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(own(layer)))
                                .or(resideInAnyPackage(allowed.toArray(String[]::new))))
                .check(MAIN);
    }

    /** Nothing of the engine uses the checks of saved state. */
    @Test
    void onlyToolsCheckSavedState() {
        noClasses()
                .that()
                .resideInAPackage("io.kindred.resolve..")
                .and()
                .resideOutsideOfPackage("io.kindred.resolve.check")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kindred.resolve.check")
                .check(MAIN);
    }

    @Test
    void onlyFlinkAndCommandsKnowFlink() {
        noClasses()
                .that()
                .resideOutsideOfPackages(own("flink"), own("cli"), own("tools"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.flink..", own("flink"))
                .check(MAIN);
    }

    /**
     * So that an upgrade of Flink has one place to look. Functions with state cannot but name the
     * contexts that Flink gives them, which it promises to keep; the bench measures Flink itself.
     */
    @Test
    void onlyOnePackageKnowsWhatIsInternalToFlink() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kindred.flink.internal..", "io.kindred.tools.bench..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "org.apache.flink.runtime..",
                                        "org.apache.flink.streaming.runtime..",
                                        "org.apache.flink.streaming.api.graph..")
                                .or(
                                        resideInAPackage("org.apache.flink.streaming.api..")
                                                .and(annotatedWith(Internal.class)))
                                .and(
                                        not(
                                                belongToAnyOf(
                                                        FunctionInitializationContext.class,
                                                        FunctionSnapshotContext.class))))
                .check(MAIN);
    }

    @Test
    void onlyFlinkInternalTouchesMapState() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kindred.flink.internal..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.apache.flink..")
                                .and(simpleNameContaining("MapState")))
                .check(MAIN);
    }

    @Test
    void onlyTheTopologyNamesOperators() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kindred.flink.topology..")
                .should()
                .callMethodWhere(
                        target(name("uid"))
                                .and(target(owner(resideInAPackage("org.apache.flink..")))))
                .check(MAIN);
    }

    @Test
    void onlyTheToolsUseTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages(own("cli"), own("tools"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(own("cli"))
                .check(MAIN);
    }

    @Test
    void theProductUsesNeitherTheToolsNorTheirLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackage(own("tools"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        own("tools"), "net.datafaker..", "it.unimi.dsi..", "net.sf.jsqlparser..")
                .check(MAIN);
    }

    /** The library may be missing. */
    @Test
    void onlyOnePackageUsesPaimon() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kindred.flink.lake..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.paimon..")
                .check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Util", "Utils", "Helper", "Manager", "Impl"})
    void namesSayWhatAClassDoes(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(MAIN);
        noClasses().should().haveSimpleNameEndingWith(ending).check(TESTS);
    }

    @Test
    void nullIsMarkedInEveryPackage() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : MAIN) {
            if (!each.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(each.getPackageName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void mostPackagesKeepTypesToThemselves() {
        List<JavaClass> topLevel =
                MAIN.stream()
                        .filter(each -> !each.isNestedClass())
                        .filter(each -> !each.getSimpleName().equals("package-info"))
                        .toList();
        long open =
                topLevel.stream()
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .count();
        assertThat((double) open / topLevel.size())
                .as("%s of %s types are public", open, topLevel.size())
                .isLessThan(GREATEST_PUBLIC_SHARE);
    }

    @Test
    void testsAreOfJUnitFive() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.junit", "org.junit.runner..", "org.junit.rules..", "junit..")
                .check(TESTS);
    }

    @Test
    void onlyContractsForOtherPackagesArePublicTests() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Test")
                .or()
                .haveSimpleNameEndingWith("ITCase")
                .and()
                .arePublic()
                .should()
                .haveModifier(JavaModifier.ABSTRACT)
                .check(TESTS);
    }

    /** A layer, a package with dots in its name, or any package followed by two dots. */
    private static String packages(String name) {
        if (name.endsWith("..")) {
            return name;
        }
        return name.contains(".") ? name + ".." : own(name);
    }

    /** The layer and its packages. */
    private static String own(String layer) {
        return "io.kindred." + layer + "..";
    }

    /** All classes of the folder that the class was loaded from. */
    private static JavaClasses classesBeside(Class<?> one) {
        try {
            return new ClassFileImporter()
                    .importPath(
                            Path.of(
                                    one.getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
