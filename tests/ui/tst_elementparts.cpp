#include "diagram/elementtext.h"
#include "explore/elementparts.h"
#include "zoo/zoo.h"

#include <QTest>

using namespace inceptoscope;

static QStringList printed(const QList<LayerPanel::Part> &parts)
{
    QStringList lines;
    for (const LayerPanel::Part &part : parts)
        lines += QString(part.indent, u' ') + part.id + QStringLiteral(" | ") + part.title;
    return lines;
}

class ElementPartsTest : public QObject
{
    Q_OBJECT

private slots:
    void aBlockHasBranchesAndLayers()
    {
        const QStringList expected{
            "inception_c.1 | Inception-C 2 · 8×8×1536",
            " inception_c.1.branch0 | branch 1 · 8×8×256",
            "  inception_c.1.branch0.0 | 1×1 conv · 8×8×256",
            " inception_c.1.branch1 | branch 2 · 8×8×512", // both arms of the fork
            "  inception_c.1.branch1.0 | 1×1 conv · 8×8×384",
            "  inception_c.1.branch1.1a | 1×3 conv · 8×8×256",
            "  inception_c.1.branch1.1b | 3×1 conv · 8×8×256",
            " inception_c.1.branch2 | branch 3 · 8×8×512",
            "  inception_c.1.branch2.0 | 1×1 conv · 8×8×384",
            "  inception_c.1.branch2.1 | 3×1 conv · 8×8×448",
            "  inception_c.1.branch2.2 | 1×3 conv · 8×8×512",
            "  inception_c.1.branch2.3a | 1×3 conv · 8×8×256",
            "  inception_c.1.branch2.3b | 3×1 conv · 8×8×256",
            " inception_c.1.branch3 | branch 4 · 8×8×256",
            "  inception_c.1.branch3.0 | 3×3 avg pool · 8×8×1536",
            "  inception_c.1.branch3.1 | 1×1 conv · 8×8×256",
            " inception_c.1.concat | filter concat · 8×8×1536"};
        for (const char *inside :
             {"inception_c.1", "inception_c.1.branch1", "inception_c.1.branch2.3b"})
            QCOMPARE(printed(partsAround(m_graph, QString::fromLatin1(inside))), expected);
    }

    void aStageHasBlocks()
    {
        QCOMPARE(printed(partsAround(m_graph, QStringLiteral("inception_c"))),
                 (QStringList{"inception_c | Inception-C · 8×8×1536",
                              " inception_c.0 | Inception-C 1 · 8×8×1536",
                              " inception_c.1 | Inception-C 2 · 8×8×1536",
                              " inception_c.2 | Inception-C 3 · 8×8×1536"}));
    }

    void whatIsAloneHasOnlyItself()
    {
        QCOMPARE(printed(partsAround(m_graph, QStringLiteral("average_pool"))),
                 QStringList{"average_pool | Average pooling · 1×1×1536"});
        QCOMPARE(printed(partsAround(m_graph, QStringLiteral("nothing"))), QStringList());
    }

    void aBranchHasAName()
    {
        QCOMPARE(elementName(m_graph, QStringLiteral("inception_c.1.branch1")),
                 QStringLiteral("Inception-C 2 · branch 2"));
    }

private:
    const NetworkGraph m_graph = buildNetwork("inception_v4").value();
};

QTEST_APPLESS_MAIN(ElementPartsTest)
#include "tst_elementparts.moc"
