#include "checkpoint/tensorvalues.h"
#include "filters/filterlistmodel.h"
#include "filters/filterset.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// Two filters of 1×2 for two inputs.
FilterSet pairOfFilters()
{
    return {.layer = 0,
            .filters = 2,
            .inputs = 2,
            .kernel = {1, 2},
            .ofPhoto = false,
            .values = {1, -1, 0.5F, 0, 0, 0, 2, -4}};
}

QStringList row(const QImage &image, int y)
{
    QStringList colours;
    for (int x = 0; x < image.width(); ++x)
        colours += image.pixelColor(x, y).name(QColor::HexArgb);
    return colours;
}

} // namespace

class FilterSetTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        for (const bool bgr : {false, true}) {
            ModelDescription description = tinyDescription();
            description.id = bgr ? "bgr" : "rgb";
            description.preprocessing.bgr = bgr;
            const auto file = m_folder / (description.id + ".safetensors");
            QVERIFY(saveTinyModel(file, description));
            m_entries += entryFor(description, file, CatalogueEntry::Weights::Installed);
        }
    }

    void rangesAreAroundZero()
    {
        QCOMPARE(filterRanges(pairOfFilters(), ScaleMode::PerMap),
                 (std::vector<ValueRange>{{-1, 1}, {-4, 4}}));
        QCOMPARE(filterRanges(pairOfFilters(), ScaleMode::PerLayer),
                 (std::vector<ValueRange>{{-4, 4}, {-4, 4}}));
    }

    /// A column a weight, the inputs side by side.
    void kernelsLieSideBySideWithGaps()
    {
        const QImage image = filterImage(pairOfFilters(), 0, ColourMap::Grey, {-1, 1});
        QCOMPARE(image.size(), QSize(5, 1));
        QCOMPARE(row(image, 0),
                 (QStringList{"#ffffffff", "#ff000000", "#00000000", "#ffc0c0c0", "#ff808080"}));
    }

    void thoseOfThePhotoHaveItsColours()
    {
        FilterSet filters{.layer = 0,
                          .filters = 1,
                          .inputs = 3,
                          .kernel = {1, 2},
                          .ofPhoto = true,
                          .values = {1, 0, -1, 0, 0, 1}};
        const QImage image = filterImage(filters, 0, ColourMap::Viridis, {-1, 1});
        QCOMPARE(row(image, 0), (QStringList{"#ffff0080", "#ff8080ff"}));
    }

    void theFirstLayersHaveSome()
    {
        const NetworkGraph graph = buildNetwork("inception_v4").value();
        QStringList drawable;
        for (const Layer &layer : graph.layers()) {
            const int index = graph.outputOf(layer.id);
            if (hasDrawableFilters(graph, index))
                drawable += QString::fromStdString(layer.id);
        }
        QCOMPARE(drawable,
                 (QStringList{"stem.conv1", "stem.conv2", "stem.conv3", "stem.mixed4.branch1.0",
                              "stem.mixed5.branch0.1", "stem.mixed5.branch1.1",
                              "stem.mixed5.branch1.2", "stem.mixed5.branch1.3",
                              "inception_a.0.branch1.1", "inception_a.0.branch2.1",
                              "inception_a.1.branch1.1", "inception_a.1.branch2.1",
                              "inception_a.2.branch1.1", "inception_a.2.branch2.1",
                              "inception_a.3.branch1.1", "inception_a.3.branch2.1"}));
        QString why;
        QVERIFY(!hasDrawableFilters(graph, graph.outputOf("stem.mixed5.branch0.0"), &why));
        QCOMPARE(why, QStringLiteral("A filter of 1×1 is a number for each input, not a picture."));
        QVERIFY(!hasDrawableFilters(graph, graph.outputOf("stem"), &why));
        QCOMPARE(why, QStringLiteral("Only convolutions have filters."));
        QVERIFY(!hasDrawableFilters(graph, graph.outputOf("reduction_a.branch0.0"), &why));
        QCOMPARE(why,
                 QStringLiteral("384 filters of 384 kernels each are too many to be looked "
                                "at."));
    }

    void areReadFromTheWeights()
    {
        const NetworkGraph graph = buildDescribed(tinyDescription()).value();
        const Weights weights = randomWeights(graph);
        const int layer = graph.outputOf("stem.conv1");
        const auto filters = readFilters(m_entries.at(0), "stem.conv1");
        QVERIFY(filters);
        const auto &entry = *std::ranges::find_if(weights.entries(), [&](const auto &each) {
            return each.spec.layer == layer && each.spec.role == ParameterRole::Weight;
        });
        std::vector<float> expected(static_cast<std::size_t>(entry.spec.elements()));
        QVERIFY(copyFloats(entry.tensor, expected));
        QCOMPARE(**filters,
                 (FilterSet{layer, graph.layer(layer).filters, 3, {3, 3}, true, expected}));

        const auto exchanged = readFilters(m_entries.at(1), "stem.conv1");
        QVERIFY(exchanged);
        for (int filter = 0; filter < (*filters)->filters; ++filter) {
            const auto rgb = (*filters)->filter(filter);
            const auto bgr = (*exchanged)->filter(filter);
            QVERIFY(std::ranges::equal(rgb.first(9), bgr.last(9)));
            QVERIFY(std::ranges::equal(rgb.last(9), bgr.first(9)));
            QVERIFY(std::ranges::equal(rgb.subspan(9, 9), bgr.subspan(9, 9)));
        }
    }

    void whatCannotBeReadIsSaid()
    {
        CatalogueEntry gone = m_entries.at(0);
        gone.file = m_folder / "gone.safetensors";
        FilterLoader loader;
        QSignalSpy failed(&loader, &FilterLoader::failed);
        QSignalSpy loaded(&loader, &FilterLoader::loaded);
        loader.load({gone, "stem.conv1"});
        AWAIT(!failed.isEmpty());
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("gone.safetensors")));
        loader.load({m_entries.at(0), "stem.mixed4"});
        AWAIT_EQUAL(failed.count(), 2);
        QCOMPARE(failed.at(1).first().toString(),
                 QStringLiteral("Only convolutions have filters."));
        QCOMPARE(loaded.count(), 0);
    }

    void theNewestRequestIsListed()
    {
        FilterListModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        FilterLoader loader;
        connect(&loader, &FilterLoader::loaded, &model, &FilterListModel::setFilters);
        QSignalSpy loaded(&loader, &FilterLoader::loaded);
        loader.load({m_entries.at(0), "stem.conv2"});
        loader.load({m_entries.at(0), "stem.conv1", ColourMap::Diverging, ScaleMode::PerLayer});
        AWAIT(!loader.isBusy());
        QCOMPARE(loaded.count(), 1);
        const auto &drawn = model.filters();
        QCOMPARE(model.rowCount(), drawn->filters->filters);
        QCOMPARE(model.index(1).data(), QStringLiteral("1"));
        QCOMPARE(model.index(1).data(Qt::DecorationRole).value<QImage>(),
                 filterImage(*drawn->filters, 1, ColourMap::Diverging, drawn->ranges[1]));
        loader.load({m_entries.at(0), "stem.conv1", ColourMap::Grey, ScaleMode::PerMap});
        AWAIT_EQUAL(loaded.count(), 2);
        QCOMPARE(model.filters()->filters, drawn->filters); // read once
    }

private:
    TemporaryFolder m_folder;
    QList<CatalogueEntry> m_entries;
};

QTEST_GUILESS_MAIN(FilterSetTest)
#include "tst_filterset.moc"
