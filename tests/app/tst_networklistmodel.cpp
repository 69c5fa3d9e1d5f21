#include "networks/networklistmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace inceptoscope;

namespace {

using Kind = CatalogueEntry::Weights;

NetworkOptions narrow()
{
    NetworkOptions options;
    options.input = {128, 128};
    options.classes = 10;
    options.width = 0.25;
    options.repeats = {1, 1, 1};
    return options;
}

/// In an order of its own, to see that the model groups.
NetworkCatalogue mixed()
{
    NetworkCatalogue catalogue;
    catalogue.entries = {
        {"inception_v3", "Inception-v3", "inception_v3", {}, Kind::None, {}, {}},
        {"mine", "Mine\nof <b>old</b>", "bn_inception", {}, Kind::Installed, "/data/mine.st", {}},
        {"inception_v4_imagenette",
         "Inception-v4 · Imagenette",
         "inception_v4",
         narrow(),
         Kind::Bundled,
         "/share/v4.st",
         {}},
        {"inception_v4", "Inception-v4", "inception_v4", {}, Kind::None, {}, {}},
        {"inception_resnet_v2_imagenette",
         "Inception-ResNet-v2 · Imagenette",
         "inception_resnet_v2",
         narrow(),
         Kind::Bundled,
         "/share/r2.st",
         {}},
    };
    return catalogue;
}

QString name(Kind weights)
{
    return weights == Kind::Bundled ? "Bundled" : weights == Kind::None ? "None" : "Installed";
}

QStringList printed(const NetworkListModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        lines << QStringList{index.data(NetworkIdRole).toString(),
                             index.data().toString(),
                             index.data(NetworkTitleRole).toString(),
                             name(index.data(NetworkWeightsRole).value<Kind>()),
                             index.data(NetworkSecondaryRole).toString(),
                             index.data(Qt::AccessibleTextRole).toString()}
                     .join(QStringLiteral(" | "));
    }
    return lines;
}

QString toolTip(const NetworkListModel &model, const char *id)
{
    return model.index(model.rowOf(QString::fromLatin1(id))).data(Qt::ToolTipRole).toString();
}

} // namespace

class TestNetworkListModel : public QObject
{
    Q_OBJECT

private slots:
    void groupsByWeights()
    {
        NetworkListModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(printed(model), QStringList());
        model.setCatalogue(mixed());
        QCOMPARE(
            printed(model),
            (QStringList{
                "inception_v4_imagenette | Inception-v4 · Imagenette | Inception-v4 · Imagenette"
                " | Bundled | bundled | Inception-v4 · Imagenette, bundled",
                "inception_resnet_v2_imagenette | Inception-ResNet-v2 · Imagenette | "
                "Inception-ResNet-v2 · Imagenette | Bundled | bundled | "
                "Inception-ResNet-v2 · Imagenette, bundled",
                "mine | Mine\\nof <b>old</b> | Mine\\nof <b>old</b> | Installed | installed | "
                "Mine\\nof <b>old</b>, installed",
                "inception_v3 | Inception-v3 (no weights) | Inception-v3 | None | no weights | "
                "Inception-v3, no weights",
                "inception_v4 | Inception-v4 (no weights) | Inception-v4 | None | no weights | "
                "Inception-v4, no weights"}));
    }

    void findsRows()
    {
        NetworkListModel model;
        model.setCatalogue(mixed());
        QCOMPARE(model.rowOf("mine"), 2);
        QCOMPARE(model.rowOf("inception_v4"), 4);
        QCOMPARE(model.rowOf("nothing"), -1);
        QCOMPARE(model.entry(2).id, std::string("mine"));
        QCOMPARE(model.catalogue().entries.size(), mixed().entries.size());
    }

    void takesAnotherCatalogue()
    {
        NetworkListModel model;
        QAbstractItemModelTester tester(&model);
        model.setCatalogue(mixed());
        NetworkCatalogue one;
        one.entries = {mixed().entries[3]};
        model.setCatalogue(one);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowOf("inception_v4"), 0);
        QCOMPARE(model.rowOf("mine"), -1);
    }

    void tellsWhatANetworkIs()
    {
        NetworkListModel model;
        model.setCatalogue(mixed());
        const QString bundled = toolTip(model, "inception_resnet_v2_imagenette");
        QCOMPARE(bundled.section(u'\n', 0, 2),
                 "<p>Inception-ResNet-v2 · Imagenette<br>\n"
                 "686,618 parameters, input 128×128×3, 10 classes<br>\n"
                 "arXiv 1602.07261, section 3.2, figures 15 to 19<br>");
        QVERIFY(bundled.contains("The expansions have 1152 and 2144 filters"));
        QVERIFY(bundled.endsWith("<br>\nWeights: bundled</p>"));
        QCOMPARE(toolTip(model, "inception_v4").section(u'\n', 1, 1),
                 "42,679,816 parameters, input 299×299×3, 1,000 classes<br>");
        QVERIFY(toolTip(model, "inception_v4").endsWith("<br>\nWeights: no weights</p>"));
        QVERIFY(toolTip(model, "mine").startsWith("<p>Mine\\nof &lt;b&gt;old&lt;/b&gt;<br>"));
        QVERIFY(toolTip(model, "mine").endsWith("<br>\nWeights: /data/mine.st</p>"));
    }

    void aBrokenDescriptionSaysWhy()
    {
        NetworkCatalogue catalogue;
        catalogue.entries = {{"odd", "Odd", "no_such_family", {}, Kind::Installed, "/a.st", {}}};
        NetworkListModel model;
        model.setCatalogue(catalogue);
        QVERIFY2(toolTip(model, "odd").contains("there is no network \"no_such_family\""),
                 qPrintable(toolTip(model, "odd")));
    }
};

QTEST_GUILESS_MAIN(TestNetworkListModel)
#include "tst_networklistmodel.moc"
