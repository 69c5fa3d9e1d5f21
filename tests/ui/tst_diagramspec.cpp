#include "diagram/breadcrumbs.h"
#include "diagram/elementtext.h"
#include "diagramtext.h"
#include "texts/numbertext.h"

#include <QLocale>
#include <QTest>

using namespace inceptoscope;
using test::network;

class DiagramSpecTest : public QObject
{
    Q_OBJECT

private slots:
    void collapsedInceptionV4()
    {
        const DiagramSpec spec = diagramSpec(network("inception_v4"), {});
        QCOMPARE(
            test::nodeTexts(spec),
            (QStringList{"input \"Input\" 299×299×3", "closed stem \"Stem | 6 steps\" 35×35×384",
                         "closed inception_a \"Inception-A | × 4\" 35×35×384",
                         "closed reduction_a \"Reduction-A\" 17×17×1024",
                         "closed inception_b \"Inception-B | × 7\" 17×17×1024",
                         "closed reduction_b \"Reduction-B\" 8×8×1536",
                         "closed inception_c \"Inception-C | × 3\" 8×8×1536",
                         "layer average_pool \"average pool\" 1×1×1536",
                         "layer dropout \"dropout | keep 0.8\" 1×1×1536",
                         "closed classifier \"Softmax | 2 steps\" 1×1×1000"}));
        QCOMPARE(
            test::edgeTexts(spec),
            (QStringList{
                "input -> stem 299×299×3", "stem -> inception_a 35×35×384",
                "inception_a -> reduction_a 35×35×384", "reduction_a -> inception_b 17×17×1024",
                "inception_b -> reduction_b 17×17×1024", "reduction_b -> inception_c 8×8×1536",
                "inception_c -> average_pool 8×8×1536", "average_pool -> dropout 1×1×1536",
                "dropout -> classifier 1×1×1536"}));
    }

    void openedStem()
    {
        const DiagramSpec spec = diagramSpec(network("inception_v4"), {"stem", "stem.mixed5"});
        QCOMPARE(test::blockTexts(spec, "stem").mid(0, 14),
                 (QStringList{"stage stem \"Stem\" 35×35×384",
                              "layer stem.conv1 \"3×3/2 conv | 32\" V 149×149×32",
                              "layer stem.conv2 \"3×3 conv | 32\" V 147×147×32",
                              "layer stem.conv3 \"3×3 conv | 64\" 147×147×64",
                              "closed stem.mixed4 \"Stem 4\" 73×73×160",
                              "block stem.mixed5 \"Stem 5\" 71×71×192",
                              "layer stem.mixed5.branch0.0 @0+1,0 \"1×1 conv | 64\" 73×73×64",
                              "layer stem.mixed5.branch0.1 @0+1,1 \"3×3 conv | 96\" V 71×71×96",
                              "layer stem.mixed5.branch1.0 @1+1,0 \"1×1 conv | 64\" 73×73×64",
                              "layer stem.mixed5.branch1.1 @1+1,1 \"1×7 conv | 64\" 73×73×64",
                              "layer stem.mixed5.branch1.2 @1+1,2 \"7×1 conv | 64\" 73×73×64",
                              "layer stem.mixed5.branch1.3 @1+1,3 \"3×3 conv | 96\" V 71×71×96",
                              "bar stem.mixed5.concat @0+2,4 \"filter concat\" 71×71×192",
                              "closed stem.mixed6 \"Stem 6\" 35×35×384"}));
    }

    void openedInceptionCForks()
    {
        const DiagramSpec spec =
            diagramSpec(network("inception_v4"), {"inception_c", "inception_c.1"});
        QCOMPARE(test::blockTexts(spec, "inception_c.1"),
                 (QStringList{"block inception_c.1 \"Inception-C 2\" 8×8×1536",
                              "layer inception_c.1.branch0.0 @0+1,0 \"1×1 conv | 256\" 8×8×256",
                              "layer inception_c.1.branch1.0 @1+2,0 \"1×1 conv | 384\" 8×8×384",
                              "layer inception_c.1.branch1.1a @1+1,1 \"1×3 conv | 256\" 8×8×256",
                              "layer inception_c.1.branch1.1b @2+1,1 \"3×1 conv | 256\" 8×8×256",
                              "layer inception_c.1.branch2.0 @3+2,0 \"1×1 conv | 384\" 8×8×384",
                              "layer inception_c.1.branch2.1 @3+2,1 \"3×1 conv | 448\" 8×8×448",
                              "layer inception_c.1.branch2.2 @3+2,2 \"1×3 conv | 512\" 8×8×512",
                              "layer inception_c.1.branch2.3a @3+1,3 \"1×3 conv | 256\" 8×8×256",
                              "layer inception_c.1.branch2.3b @4+1,3 \"3×1 conv | 256\" 8×8×256",
                              "layer inception_c.1.branch3.0 @5+1,0 \"3×3 avg pool\" 8×8×1536",
                              "layer inception_c.1.branch3.1 @5+1,1 \"1×1 conv | 256\" 8×8×256",
                              "bar inception_c.1.concat @0+6,4 \"filter concat\" 8×8×1536",
                              "inception_c.1 enters inception_c.1.branch0.0 8×8×1536",
                              "inception_c.1 enters inception_c.1.branch1.0 8×8×1536",
                              "inception_c.1.branch1.0 -> inception_c.1.branch1.1a 8×8×384",
                              "inception_c.1.branch1.0 -> inception_c.1.branch1.1b 8×8×384",
                              "inception_c.1 enters inception_c.1.branch2.0 8×8×1536",
                              "inception_c.1.branch2.0 -> inception_c.1.branch2.1 8×8×384",
                              "inception_c.1.branch2.1 -> inception_c.1.branch2.2 8×8×448",
                              "inception_c.1.branch2.2 -> inception_c.1.branch2.3a 8×8×512",
                              "inception_c.1.branch2.2 -> inception_c.1.branch2.3b 8×8×512",
                              "inception_c.1 enters inception_c.1.branch3.0 8×8×1536",
                              "inception_c.1.branch3.0 -> inception_c.1.branch3.1 8×8×1536",
                              "inception_c.1.branch0.0 -> inception_c.1.concat 8×8×256",
                              "inception_c.1.branch1.1a -> inception_c.1.concat 8×8×256",
                              "inception_c.1.branch1.1b -> inception_c.1.concat 8×8×256",
                              "inception_c.1.branch2.3a -> inception_c.1.concat 8×8×256",
                              "inception_c.1.branch2.3b -> inception_c.1.concat 8×8×256",
                              "inception_c.1.branch3.1 -> inception_c.1.concat 8×8×256",
                              "inception_c.1.concat leaves inception_c.1 8×8×1536"}));
    }

    void openedInceptionResNetBHasShortcutAndScale()
    {
        const QString block = "inception_resnet_b.2";
        const DiagramSpec spec =
            diagramSpec(network("inception_resnet_v2"), {"inception_resnet_b", block});
        QStringList lines = test::blockTexts(spec, block);
        for (QString &line : lines)
            line.replace(block, "b");
        QCOMPARE(lines,
                 (QStringList{"block b \"Inception-ResNet-B 3\" 17×17×1152",
                              "layer b.branch0.0 @0+1,0 \"1×1 conv | 192\" 17×17×192",
                              "layer b.branch1.0 @1+1,0 \"1×1 conv | 128\" 17×17×128",
                              "layer b.branch1.1 @1+1,1 \"1×7 conv | 160\" 17×17×160",
                              "layer b.branch1.2 @1+1,2 \"7×1 conv | 192\" 17×17×192",
                              "bar b.concat @0+2,3 \"filter concat\" 17×17×384",
                              "layer b.expansion @0+2,4 \"1×1 linear conv | 1152\" 17×17×1152",
                              "scale b.add @0+2,5 \"× 0.1\"",
                              "sum b.add @0+2,6 \"+\"",
                              "activation b.add @0+2,7 \"ReLU\" 17×17×1152",
                              "b.add:scale -> b.add 17×17×1152",
                              "b.add -> b.add:activation 17×17×1152",
                              "b enters b.branch0.0 17×17×1152",
                              "b enters b.branch1.0 17×17×1152",
                              "b.branch1.0 -> b.branch1.1 17×17×128",
                              "b.branch1.1 -> b.branch1.2 17×17×160",
                              "b.branch0.0 -> b.concat 17×17×192",
                              "b.branch1.2 -> b.concat 17×17×192",
                              "b.concat -> b.expansion 17×17×384",
                              "b shortcut b.add 17×17×1152",
                              "b.expansion -> b.add:scale 17×17×1152",
                              "b.add:activation leaves b 17×17×1152"}));
    }

    void additionWithoutScaleAndActivationIsASum()
    {
        const DiagramSpec spec =
            diagramSpec(network("inception_resnet_v2_tfslim"), {"inception_resnet_c_final"});
        QStringList additions;
        for (int i = 0; i < spec.count(); ++i) {
            if (spec.node(i).kind == LayerKind::ResidualAdd && !spec.node(i).opens())
                additions += test::nodeText(spec, i).trimmed();
        }
        QCOMPARE(additions, QStringList("sum inception_resnet_c_final.add @0+2,5 \"+\" 8×8×2080"));
    }

    void auxiliaryStageStandsAside()
    {
        NetworkOptions options;
        options.auxiliaryHead = true;
        const QStringList edges =
            test::edgeTexts(diagramSpec(network("inception_v3", options), {}));
        QCOMPARE(edges.mid(3, 3),
                 (QStringList{"reduction_a -> inception_b 17×17×768",
                              "inception_b aside auxiliary_head 17×17×768",
                              "inception_b -> reduction_b 17×17×768"}));
    }

    void gridsFollowTheInput()
    {
        NetworkOptions options;
        options.input = {399, 499};
        const DiagramSpec spec = diagramSpec(network("inception_v4", options), {});
        QCOMPARE(spec.node(0).grid, "399×499×3");
        QCOMPARE(spec.node(spec.find("inception_c")).grid, "11×14×1536");
    }

    void levelsOpenWhatTheySay()
    {
        const NetworkGraph graph = network("inception_v4");
        const auto idsOfLevel = [&](DiagramLevel level) {
            const DiagramSpec spec = diagramSpec(graph, openedAt(graph, level));
            int closed = 0;
            for (const DiagramNode &node : spec.nodes)
                closed += node.form == DiagramNode::Form::Container ? 1 : 0;
            return closed;
        };
        QCOMPARE(idsOfLevel(DiagramLevel::Stage), 7);
        QCOMPARE(idsOfLevel(DiagramLevel::Block), 3 + 4 + 1 + 7 + 1 + 3);
        QCOMPARE(idsOfLevel(DiagramLevel::Layer), 0);
    }

    void everyLayerHasItsBox_data()
    {
        QTest::addColumn<QString>("id");
        for (const NetworkFamily &family : networkFamilies()) {
            const std::string id(family.id);
            QTest::newRow(id.c_str()) << QString::fromStdString(id);
        }
    }

    void everyLayerHasItsBox()
    {
        QFETCH(QString, id);
        const NetworkGraph graph = network(qPrintable(id));
        const DiagramSpec spec = diagramSpec(graph, openedAt(graph, DiagramLevel::Layer));
        QStringList missing;
        for (const Layer &layer : graph.layers()) {
            if (spec.find(QString::fromStdString(layer.id)) < 0)
                missing += QString::fromStdString(layer.id);
        }
        QCOMPARE(missing, QStringList());
    }

    void containersAreNamedOutermostFirst()
    {
        const NetworkGraph graph = network("inception_v4");
        QCOMPARE(containersOf(graph, "inception_c.1.concat"),
                 (QStringList{"inception_c", "inception_c.1"}));
        QCOMPARE(containersOf(graph, "inception_c.1"), QStringList("inception_c"));
        QCOMPARE(containersOf(graph, "reduction_a.concat"), QStringList("reduction_a"));
        QCOMPARE(containersOf(graph, "stem.conv1"), QStringList("stem"));
        QCOMPARE(containersOf(graph, "average_pool"), QStringList());
        QCOMPARE(containersOf(graph, "inception_c.1.branch2"),
                 (QStringList{"inception_c", "inception_c.1"}));
        QCOMPARE(drawnId(graph, "inception_c.1.branch2"), "inception_c.1.branch2");
        QCOMPARE(drawnId(graph, "nothing"), QString());
    }

    void branchesHaveFrames()
    {
        const DiagramSpec spec =
            diagramSpec(network("inception_v4"), {"inception_c", "inception_c.1"});
        QStringList branches;
        for (const DiagramBranch &branch : spec.branches) {
            QStringList layers;
            for (const int node : branch.nodes)
                layers += spec.node(node).id.section('.', 3);
            QCOMPARE(spec.node(branch.block).id, "inception_c.1");
            branches += branch.id + ": " + layers.join(' ');
        }
        QCOMPARE(branches,
                 (QStringList{"inception_c.1.branch0: 0", "inception_c.1.branch1: 0 1a 1b",
                              "inception_c.1.branch2: 0 1 2 3a 3b", "inception_c.1.branch3: 0 1"}));
    }

    void elementsAreFound_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("name and kernel") << "stem 5 7×1" << QStringList{"stem.mixed5.branch1.2"};
        QTest::newRow("name, kernel and filters")
            << "Inception-C  3×1 448"
            << QStringList{"inception_c.0.branch2.1", "inception_c.1.branch2.1",
                           "inception_c.2.branch2.1"};
        QTest::newRow("typed x") << "73x73x160" << QStringList{"stem.mixed4", "stem.mixed4.concat"};
        QTest::newRow("shape alone, whole numbers") << "7×1×1536" << QStringList();
        QTest::newRow("released") << "mixed_6h" << QStringList{"inception_b.6"};
        QTest::newRow("kind") << "max pool stem"
                              << QStringList{"stem.mixed4.branch0.0", "stem.mixed6.branch1.0"};
        QTest::newRow("nothing") << "transformer" << QStringList();
        QTest::newRow("blank") << "  " << QStringList();
    }

    void elementsAreFound()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, ids);
        QStringList found;
        for (const FoundElement &element : findElements(network("inception_v4"), text))
            found += element.id;
        QCOMPARE(found, ids);
    }

    void crumbsLeadToTheElement_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("way");
        QTest::newRow("nothing") << "" << "Inception-v4";
        QTest::newRow("unknown") << "nothing" << "Inception-v4";
        QTest::newRow("stage") << "inception_b" << "Inception-v4 › Inception-B";
        QTest::newRow("block") << "inception_b.3" << "Inception-v4 › Inception-B › Inception-B 4";
        QTest::newRow("branch") << "inception_b.3.branch1"
                                << "Inception-v4 › Inception-B › Inception-B 4 › branch 2 of 4";
        QTest::newRow("layer")
            << "inception_b.3.branch1.1"
            << "Inception-v4 › Inception-B › Inception-B 4 › branch 2 of 4 › 1×7 conv 224";
        QTest::newRow("what joins branches")
            << "inception_b.3.concat"
            << "Inception-v4 › Inception-B › Inception-B 4 › filter concat";
        QTest::newRow("stage of one block")
            << "reduction_a.branch1.1"
            << "Inception-v4 › Reduction-A › branch 2 of 3 › 3×3 conv 224";
        QTest::newRow("stage of one layer") << "dropout" << "Inception-v4 › Dropout";
    }

    void crumbsLeadToTheElement()
    {
        QFETCH(QString, id);
        QStringList titles;
        for (const Crumb &crumb : crumbsOf(network("inception_v4"), id))
            titles += crumb.title;
        QTEST(titles.join(" › "), "way");
    }

    void elementsAreNamed()
    {
        const NetworkGraph graph = network("inception_v4");
        QCOMPARE(elementName(graph, "inception_b"), "Inception-B");
        QCOMPARE(elementName(graph, "inception_b.3"), "Inception-B 4");
        QCOMPARE(elementName(graph, "inception_b.3.branch1.1"), "Inception-B 4 · 1×7 conv 224");
        QCOMPARE(elementName(graph, "nothing"), QString());
        QCOMPARE(elementName(network("inception_resnet_v2"), "inception_resnet_a.0.add"),
                 "Inception-ResNet-A 1 · + 0.17 × residual");
        QLocale::setDefault(QLocale::c());
        QCOMPARE(groupedNumber(42679816), "42,679,816");
        QCOMPARE(threeDigits(0.6404), "0.640"); // as many as 0.697 beside it
        QCOMPARE(threeDigits(0.9996), "1.00");
        QCOMPARE(threeDigits(0.0), "0");
        QCOMPARE(threeDigits(12.0), "12.0");
        QCOMPARE(threeDigits(4321.0), "4321");
        QCOMPARE(threeDigits(0.000123), "0.000123");
        QCOMPARE(threeDigits(1e-7), "1e-07");
    }
};

QTEST_GUILESS_MAIN(DiagramSpecTest)
#include "tst_diagramspec.moc"
