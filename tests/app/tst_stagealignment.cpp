#include "compare/stagealignment.h"
#include "zoo/zoo.h"

#include <QTest>

using namespace inceptoscope;

class TestStageAlignment : public QObject
{
    Q_OBJECT

private slots:
    void stages_data();
    void stages();
    void blocks_data();
    void blocks();
    void oneNetworkAlone();
    void counterparts_data();
    void counterparts();
};

static NetworkGraph graph(const QString &network, int size = 0)
{
    NetworkOptions options;
    if (size > 0)
        options.input = {size, size};
    const auto built = buildNetwork(network.toStdString(), options);
    if (!built)
        qFatal("%s", built.error().message.c_str());
    return *built;
}

static QString printed(const std::optional<PlaceInNetwork> &place)
{
    if (!place)
        return QStringLiteral("–");
    return QStringLiteral("%1 %2").arg(QString::fromStdString(place->id)).arg(place->shape.height);
}

static QStringList printed(const std::vector<AlignedPlaces> &pairs)
{
    QStringList lines;
    for (const AlignedPlaces &pair : pairs)
        lines << printed(pair.a) + QStringLiteral(" | ") + printed(pair.b);
    return lines;
}

void TestStageAlignment::stages_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<int>("sizeOfB");
    QTest::addColumn<QString>("expected");
    const QString sameGrids = QStringLiteral("stem 35 | stem 35\n"
                                             "inception_a 35 | inception_resnet_a 35\n"
                                             "reduction_a 17 | reduction_a 17\n"
                                             "inception_b 17 | inception_resnet_b 17\n"
                                             "reduction_b 8 | reduction_b 8\n"
                                             "inception_c 8 | inception_resnet_c 8\n"
                                             "average_pool 1 | average_pool 1\n"
                                             "dropout 1 | dropout 1\n"
                                             "classifier 1 | classifier 1");
    QTest::newRow("residual or not") << "inception_v4" << "inception_resnet_v2" << 0 << sameGrids;
    QTest::newRow("nearest grids, one stage less") << "inception_v4" << "bn_inception" << 0
                                                   << "stem 35 | stem 28\n"
                                                      "inception_a 35 | inception_3 28\n"
                                                      "reduction_a 17 | reduction_3 14\n"
                                                      "inception_b 17 | inception_4 14\n"
                                                      "reduction_b 8 | reduction_4 7\n"
                                                      "inception_c 8 | inception_5 7\n"
                                                      "average_pool 1 | average_pool 1\n"
                                                      "dropout 1 | –\n"
                                                      "classifier 1 | classifier 1";
    QTest::newRow("another input size") << "inception_v4" << "inception_v4" << 128
                                        << "stem 35 | stem 13\n"
                                           "inception_a 35 | inception_a 13\n"
                                           "reduction_a 17 | reduction_a 6\n"
                                           "inception_b 17 | inception_b 6\n"
                                           "reduction_b 8 | reduction_b 2\n"
                                           "inception_c 8 | inception_c 2\n"
                                           "average_pool 1 | average_pool 1\n"
                                           "dropout 1 | dropout 1\n"
                                           "classifier 1 | classifier 1";
    QTest::newRow("stages that only one has") << "inception_resnet_v2_tfslim" << "inception_v4" << 0
                                              << "stem 35 | stem 35\n"
                                                 "mixed_5b 35 | –\n"
                                                 "inception_resnet_a 35 | inception_a 35\n"
                                                 "reduction_a 17 | reduction_a 17\n"
                                                 "inception_resnet_b 17 | inception_b 17\n"
                                                 "reduction_b 8 | reduction_b 8\n"
                                                 "inception_resnet_c 8 | inception_c 8\n"
                                                 "inception_resnet_c_final 8 | –\n"
                                                 "final_conv 8 | –\n"
                                                 "average_pool 1 | average_pool 1\n"
                                                 "dropout 1 | dropout 1\n"
                                                 "classifier 1 | classifier 1";
}

void TestStageAlignment::stages()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(int, sizeOfB);
    QTEST(printed(alignedStages(graph(a), graph(b, sizeOfB))).join(u'\n'), "expected");
}

void TestStageAlignment::blocks_data()
{
    QTest::addColumn<QString>("stageOfA");
    QTest::addColumn<QString>("stageOfB");
    QTest::addColumn<QString>("expected");
    QTest::newRow("by depth") << "inception_a" << "inception_resnet_a"
                              << "inception_a.0 35 | inception_resnet_a.0 35\n"
                                 "inception_a.1 35 | inception_resnet_a.1 35\n"
                                 "inception_a.2 35 | inception_resnet_a.2 35\n"
                                 "inception_a.2 35 | inception_resnet_a.3 35\n"
                                 "inception_a.3 35 | inception_resnet_a.4 35";
    QTest::newRow("one beside many") << "reduction_a" << "inception_resnet_c"
                                     << "reduction_a 17 | inception_resnet_c.0 8\n"
                                        "reduction_a 17 | inception_resnet_c.1 8\n"
                                        "reduction_a 17 | inception_resnet_c.2 8\n"
                                        "reduction_a 17 | inception_resnet_c.3 8\n"
                                        "reduction_a 17 | inception_resnet_c.4 8";
    QTest::newRow("nothing beside it") << "inception_c" << ""
                                       << "inception_c.0 8 | –\n"
                                          "inception_c.1 8 | –\n"
                                          "inception_c.2 8 | –";
    QTest::newRow("nothing at all") << "" << "nonsense" << "";
}

void TestStageAlignment::blocks()
{
    QFETCH(QString, stageOfA);
    QFETCH(QString, stageOfB);
    const auto pairs =
        alignedBlocks(graph(QStringLiteral("inception_v4")), stageOfA.toStdString(),
                      graph(QStringLiteral("inception_resnet_v2")), stageOfB.toStdString());
    QTEST(printed(pairs).join(u'\n'), "expected");
}

void TestStageAlignment::oneNetworkAlone()
{
    const std::optional<NetworkGraph> none;
    const NetworkGraph v4 = graph(QStringLiteral("inception_v4"));
    QCOMPARE(printed(alignedStages(none, v4)).first(3).join(u'\n'),
             QStringLiteral("– | stem 35\n– | inception_a 35\n– | reduction_a 17"));
    QCOMPARE(printed(alignedStages(v4, none)).constFirst(), QStringLiteral("stem 35 | –"));
    QCOMPARE(printed(alignedBlocks(none, {}, v4, "inception_c")).join(u'\n'),
             QStringLiteral("– | inception_c.0 8\n– | inception_c.1 8\n– | inception_c.2 8"));
    QVERIFY(alignedStages(none, none).empty());
}

void TestStageAlignment::counterparts_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("element");
    QTest::addColumn<QString>("b");
    QTest::addColumn<QString>("expected");
    QTest::newRow("what both have") << "inception_v4" << "reduction_a.branch1.0"
                                    << "inception_resnet_v2" << "reduction_a.branch1.0";
    QTest::newRow("a stage") << "inception_v4" << "inception_b" << "inception_resnet_v2"
                             << "inception_resnet_b";
    QTest::newRow("a block") << "inception_v4" << "inception_b.6" << "inception_resnet_v2"
                             << "inception_resnet_b.9";
    QTest::newRow("a layer in it") << "inception_v4" << "inception_b.0.branch1.1"
                                   << "inception_resnet_v2" << "inception_resnet_b.0";
    QTest::newRow("a stage that stands alone") << "inception_resnet_v2_tfslim" << "final_conv"
                                               << "inception_v4" << "inception_c";
    QTest::newRow("nothing") << "inception_v4" << "" << "inception_resnet_v2" << "";
    QTest::newRow("unknown") << "inception_v4" << "nonsense" << "inception_resnet_v2" << "";
}

void TestStageAlignment::counterparts()
{
    QFETCH(QString, a);
    QFETCH(QString, element);
    QFETCH(QString, b);
    QTEST(QString::fromStdString(counterpartOf(graph(a), element.toStdString(), graph(b))),
          "expected");
}

QTEST_GUILESS_MAIN(TestStageAlignment)

#include "tst_stagealignment.moc"
