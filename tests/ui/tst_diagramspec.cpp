#include "diagramtext.h"

#include <QTest>

using namespace inceptoscope;

class DiagramSpecTest : public QObject
{
    Q_OBJECT

private slots:
    void collapsed()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_v4"), {});
        qInfo().noquote() << test::nodeTexts(spec).join('\n') << '\n'
                          << test::edgeTexts(spec).join('\n');
        const DiagramSpec c =
            diagramSpec(test::network("inception_v4"), {"inception_c", "inception_c.1"});
        qInfo().noquote() << test::blockTexts(c, "inception_c").join('\n');
        const DiagramSpec r = diagramSpec(test::network("inception_resnet_v2"),
                                          {"inception_resnet_b", "inception_resnet_b.2"});
        qInfo().noquote() << test::blockTexts(r, "inception_resnet_b.2").join('\n');
    }
};

QTEST_GUILESS_MAIN(DiagramSpecTest)
#include "tst_diagramspec.moc"
