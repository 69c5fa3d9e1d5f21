#include "opening/pathkinds.h"

#include <QTest>

using namespace inceptoscope;

class TestPathKinds : public QObject
{
    Q_OBJECT

private slots:
    void sortsByWhatItIs()
    {
        const QStringList paths{QStringLiteral("/a/photo.jpg"), QStringLiteral("/a/v4.safetensors"),
                                QStringLiteral("/a"), QStringLiteral("/a/RUN.JSONL"),
                                QStringLiteral("/a/notes.txt")};
        const SortedPaths expected{
            {QStringLiteral("/a/photo.jpg"), QStringLiteral("/a"), QStringLiteral("/a/notes.txt")},
            {QStringLiteral("/a/v4.safetensors")},
            {QStringLiteral("/a/RUN.JSONL")}};
        QVERIFY(sortedPaths(paths) == expected);
        QVERIFY(sortedPaths({}) == SortedPaths{});
    }
};

QTEST_GUILESS_MAIN(TestPathKinds)
#include "tst_pathkinds.moc"
