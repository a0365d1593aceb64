/** Stand-ins for datasets as tools and publishers lay them out, and what is read of each. */
import { photo, photos } from "./photo-folder.ts";

/** What is read of a dataset, or why it is refused. */
export interface WildDataset {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What `--dataset` names, below the folder of the files; by default that folder. */
  readonly path?: string;
  /** Ids of the classes, with the label where it is another: `0=daisy`. */
  readonly classes?: readonly string[];
  /** Images of train and of the validation split. */
  readonly counts?: readonly [train: number, val: number];
  /** Tables that were found in the folder. */
  readonly tables?: readonly string[];
  readonly notices?: readonly string[];
  /** Paths and messages. */
  readonly leftOut?: readonly string[];
  /** The refusal, instead of all of the above. */
  readonly refusal?: string;
}

const CLASSES = ["daisy", "rose"] as const;

/** Images that lie in one folder: `train/0.jpg` to `train/3.jpg`. */
const flat = (folder: string, count: number = 4, extension: string = ".jpg") =>
  photos([folder], count, extension);

/** Rows for {@link flat}: even ones show a daisy, odd ones a rose. */
const rows = (row: (index: number, label: string) => string, count: number = 4): string =>
  Array.from({ length: count }, (_, index) => `${row(index, CLASSES[index % 2]!)}\n`).join("");

/** Each of the classes with images, in a folder. */
const byClass = (folder: string, count: number = 2, classes: readonly string[] = CLASSES) =>
  photos(
    classes.map((name) => `${folder}/${name}`),
    count,
    ".jpg",
  );

const BOTH = { classes: CLASSES } as const;

const tables: Readonly<Record<string, WildDataset>> = {
  "Hugging Face: metadata.csv in each split": {
    files: {
      ...flat("train"),
      ...flat("test", 2),
      "train/metadata.csv": `file_name,label\n${rows((index, label) => `${index}.jpg,${label}`)}`,
      "test/metadata.csv": `file_name,label\n${rows((index, label) => `${index}.jpg,${label}`, 2)}`,
      "README.md": "---\nlicense: mit\n---\n",
    },
    ...BOTH,
    tables: ["train/metadata.csv", "test/metadata.csv"],
    counts: [4, 2],
  },
  "Hugging Face: one metadata.jsonl for folders of splits": {
    files: {
      ...flat("data/train"),
      "metadata.jsonl": rows((index, label) =>
        JSON.stringify({ file_name: `data/train/${index}.jpg`, label, bbox: [[1, 2]] }),
      ),
    },
    ...BOTH,
    tables: ["metadata.jsonl"],
    counts: [4, 0],
  },
  "Hugging Face: captions beside class folders": {
    files: {
      ...byClass("."),
      "metadata.csv": "file_name,text\ndaisy/0.jpg,a flower\nrose/0.jpg,another\n",
    },
    ...BOTH,
    counts: [4, 0],
  },
  "Roboflow: one column for each class, in each split": {
    files: Object.fromEntries(
      ["train", "valid", "test"].flatMap((split) => [
        ...Object.entries(flat(split)),
        [
          `${split}/_classes.csv`,
          `filename, daisy, rose\n${rows((index) => `${index}.jpg, ${1 - (index % 2)}, ${index % 2}`)}`,
        ],
      ]),
    ),
    ...BOTH,
    tables: ["train", "valid", "test"].map((split) => `${split}/_classes.csv`),
    counts: [4, 4],
    notices: ['the split "test" is not used: "val" is the validation split'],
  },
  "Roboflow: an image with several labels, and one with none": {
    files: {
      ...flat("train", 6),
      "train/_classes.csv": `filename, daisy, rose\n${rows((index) => `${index}.jpg, ${1 - (index % 2)}, ${index % 2}`)}4.jpg, 1, 1\n5.jpg, 0, 0\n`,
    },
    ...BOTH,
    tables: ["train/_classes.csv"],
    counts: [4, 0],
    leftOut: [
      'train/_classes.csv:6 has several labels for "4.jpg": "daisy", "rose"',
      'train/_classes.csv:7 has no label for "5.jpg"',
    ],
  },
  "Kaggle: ids without their extension, beside a submission and images without labels": {
    files: {
      ...flat("train"),
      ...flat("test"),
      "labels.csv": `id,breed\n${rows((index, label) => `${index},${label}`)}`,
      "sample_submission.csv": "id,daisy,rose\n0,0.5,0.5\n",
    },
    ...BOTH,
    tables: ["labels.csv"],
    counts: [4, 0],
    notices: ['the paths in "labels.csv" are read as below "train"'],
  },
  "Kaggle: train.csv, with numbers whose names are in a file": {
    files: {
      ...flat("train_images"),
      ...flat("test_images", 1),
      "train.csv": `image_id,label\n${rows((index) => `${index}.jpg,${index % 2}`)}`,
      "sample_submission.csv": "image_id,label\n0.jpg,1\n",
      "label_num_to_disease_map.json": '{"0": "Daisy, common", "1": "Rose"}',
    },
    classes: ["0=Daisy", "1=Rose"],
    tables: ["train.csv"],
    counts: [4, 0],
    notices: ['the paths in "train.csv" are read as below "train_images"'],
  },
  "Kaggle: one column for each class": {
    files: {
      ...flat("images"),
      "train.csv": `image_id,healthy,rust\n${rows((index) => `${index},${1 - (index % 2)},${index % 2}`)}`,
      "test.csv": "image_id\nTest_0\n",
    },
    classes: ["healthy", "rust"],
    tables: ["train.csv"],
    counts: [4, 0],
    notices: ['the paths in "train.csv" are read as below "images"'],
  },
  "Kaggle: a table with several numbers of each class": {
    files: {
      ...byClass("train"),
      "birds.csv": `class id,filepaths,labels,data set,scientific name\n${rows((index, label) => `${index % 2},train/${label}/${Math.floor(index / 2)}.jpg,${label.toUpperCase()},train,BELLIS`)}`,
    },
    path: "birds.csv",
    classes: ["0=DAISY", "1=ROSE"],
    counts: [4, 0],
  },
  "Kaggle: tables of splits over class folders": {
    files: {
      ...byClass(".", 3),
      "train.csv":
        ",Filename,Label,ClassName\n0,daisy/0.jpg,0,daisy\n1,daisy/1.jpg,0,daisy\n2,rose/0.jpg,1,rose\n3,rose/1.jpg,1,rose\n",
      "validation.csv": ",Filename,Label,ClassName\n0,daisy/2.jpg,0,daisy\n1,rose/2.jpg,1,rose\n",
      "label_map.json": '{"daisy": 0, "rose": 1}',
    },
    classes: ["0=daisy", "1=rose"],
    tables: ["train.csv", "validation.csv"],
    counts: [4, 2],
  },
  "Vertex AI: splits and addresses in a bucket, without a header": {
    files: {
      ...byClass("."),
      "import.csv": rows(
        (index, label) =>
          `${index < 3 ? "TRAIN" : "VALIDATION"},gs://my-bucket/flowers/${label}/${Math.floor(index / 2)}.jpg,${label}`,
      ),
    },
    path: "import.csv",
    ...BOTH,
    counts: [3, 1],
    notices: ['the paths in "import.csv" are read without "gs://my-bucket/flowers/"'],
  },
  "Vertex AI: JSON Lines": {
    files: {
      ...flat("."),
      "import.jsonl": rows((index, label) =>
        JSON.stringify({
          imageGcsUri: `gs://bucket/${index}.jpg`,
          classificationAnnotation: { displayName: label },
          dataItemResourceLabels: { "aiplatform.googleapis.com/ml_use": "training" },
        }),
      ),
    },
    path: "import.jsonl",
    ...BOTH,
    counts: [4, 0],
    notices: ['the paths in "import.jsonl" are read without "gs://bucket/"'],
  },
  "SageMaker: a manifest": {
    files: {
      ...flat("img"),
      "train.jsonl": rows((index, label) =>
        JSON.stringify({
          "source-ref": `s3://bucket/img/${index}.jpg`,
          class: index % 2,
          "class-metadata": { "class-name": label, confidence: 1 },
        }),
      ),
    },
    path: "train.jsonl",
    classes: ["0=daisy", "1=rose"],
    counts: [4, 0],
    notices: ['the paths in "train.jsonl" are read without "s3://bucket/"'],
  },
  "Label Studio: CSV, whose names have a number before them": {
    files: {
      ...flat("images"),
      "project.csv": `annotation_id,annotator,choice,created_at,id,image,lead_time,updated_at\n${rows((index, label) => `${index},1,${label},2024-05-01T10:00:00Z,${index},/data/upload/1/0a1b2c3${index}-${index}.jpg,2.5,2024-05-01`)}`,
    },
    path: "project.csv",
    ...BOTH,
    counts: [4, 0],
    notices: ['the paths in "project.csv" are read as below "images", without "/data/upload/1/"'],
  },
  "Label Studio: JSON, files of the server's folder": {
    files: {
      ...flat("photos"),
      "project.json": JSON.stringify(
        Array.from({ length: 4 }, (_, index) => ({
          id: index,
          annotations: [{ id: 1, result: [{ value: { choices: [CLASSES[index % 2]] } }] }],
          data: { image: `/data/local-files/?d=photos/${index}.jpg` },
        })),
      ),
    },
    path: "project.json",
    ...BOTH,
    counts: [4, 0],
  },
  "fastai: is_valid": {
    files: {
      ...flat("train"),
      "labels.csv": `name,label,is_valid\n${rows((index, label) => `train/${index}.jpg,${label},${index === 3 ? "True" : "False"}`)}`,
    },
    ...BOTH,
    tables: ["labels.csv"],
    counts: [3, 1],
  },
  "a column of splits, whose images lie in folders of their own": {
    files: {
      ...flat("train"),
      ...flat("test", 2),
      "metadata.csv": `file_name,label,split\n${rows((index, label) => `${index}.jpg,${label},train`)}${rows((index, label) => `${index}.jpg,${label},test`, 2)}`,
    },
    ...BOTH,
    tables: ["metadata.csv"],
    counts: [4, 2],
    notices: ["train", "test"].map(
      (split) => `the paths in "metadata.csv" are read as below "${split}"`,
    ),
  },
  "a table of any name, alone with its images": {
    files: {
      ...flat("pics"),
      "my flowers.csv": `pic;kind\n${rows((index, label) => `pics/${index}.jpg;${label}`)}`,
    },
    ...BOTH,
    tables: ["my flowers.csv"],
    counts: [4, 0],
  },
  "absolute paths of another machine, and a table without a header that begins with the label": {
    files: {
      ...byClass("photos"),
      "list.csv": rows(
        (index, label) =>
          `${label},C:\\Users\\me\\flowers\\photos\\${label}\\${Math.floor(index / 2)}.JPG`,
      ),
    },
    path: "list.csv",
    ...BOTH,
    counts: [4, 0],
    notices: ['the paths in "list.csv" are read without "C:/Users/me/flowers/"'],
  },
  "a list of files and numbers, separated by a space, as Caffe reads": {
    files: { ...flat("img"), "list.txt": rows((index) => `img/${index}.jpg ${index % 2}`) },
    path: "list.txt",
    classes: ["0", "1"],
    counts: [4, 0],
  },
  "a table that lists images in two places is not guessed at": {
    files: {
      ...flat("a"),
      ...flat("b"),
      "t.csv": `path,label\n${rows((index, label) => `${index}.jpg,${label}`)}`,
    },
    path: "t.csv",
    refusal:
      '"t.csv:2" names "0.jpg", which is missing; write its path relative to the folder of the table',
  },
  "an id that two images have is not guessed at": {
    files: {
      ...flat("train"),
      "train/0.png": photo(77),
      "t.csv": `path,label\n${rows((index, label) => `train/${index},${label}`)}`,
    },
    path: "t.csv",
    ...BOTH,
    counts: [3, 0],
    leftOut: ['t.csv:2 names "train/0", which may be "train/0.jpg" or "train/0.png"'],
  },
  "several tables, none of which says that it is the one": {
    files: {
      ...flat("pics"),
      "first.csv": `path,label\n${rows((index, label) => `pics/${index}.jpg,${label}`)}`,
      "second.csv": `path,label\n${rows((index, label) => `pics/${index}.jpg,not ${label}`)}`,
    },
    refusal:
      '"." holds several tables of images: "first.csv", "second.csv"; give one of them with --dataset',
  },
};

const folders: Readonly<Record<string, WildDataset>> = {
  "tf_flowers: a license beside the classes": {
    files: { ...byClass("flower_photos"), "flower_photos/LICENSE.txt": "CC BY" },
    ...BOTH,
    counts: [4, 0],
  },
  "Food-101: images, and lists of the splits": {
    files: {
      ...byClass("food-101/images", 3),
      "food-101/meta/classes.txt": "daisy\nrose\n",
      "food-101/meta/labels.txt": "Daisy\nRose\n",
      "food-101/meta/train.txt": "daisy/0\ndaisy/1\nrose/0\nrose/1\n",
      "food-101/meta/test.txt": "daisy/2\nrose/2\n",
      "food-101/meta/train.json": '{"daisy": ["daisy/0"]}',
      "food-101/README.txt": "Food",
    },
    ...BOTH,
    tables: ["meta/train.txt", "meta/test.txt"],
    counts: [4, 2],
    notices: ["train", "test"].map(
      (split) => `the paths in "meta/${split}.txt" are read as below "images"`,
    ),
  },
  "Caltech-101: outlines beside the images, and clutter": {
    files: {
      ...byClass("caltech-101/101_ObjectCategories"),
      ...flat("caltech-101/101_ObjectCategories/BACKGROUND_Google", 2),
      "caltech-101/Annotations/daisy/annotation_0001.mat": "MATLAB 5.0",
      "caltech-101/show_annotation.m": "function show",
    },
    classes: ["BACKGROUND_Google=BACKGROUND Google", "daisy", "rose"],
    counts: [6, 0],
    notices: [
      '"BACKGROUND_Google" is clutter that Caltech-101 comes with, which others leave out; delete the folder to do so too',
    ],
  },
  "Stanford Dogs: annotations in folders of the same names": {
    files: {
      ...byClass("Images", 2, ["n02085620-Chihuahua", "n02085936-Maltese_dog"]),
      "Annotation/n02085620-Chihuahua/n02085620_10074": "<annotation></annotation>",
      "lists/train_list.mat": "MATLAB 5.0",
    },
    classes: ["n02085620-Chihuahua=Chihuahua", "n02085936-Maltese_dog=Maltese dog"],
    counts: [4, 0],
  },
  "CUB-200: numbers before the names": {
    files: {
      ...byClass("CUB_200_2011/images", 2, ["001.Black_footed_Albatross", "002.Laysan_Albatross"]),
      "CUB_200_2011/attributes/certainties.txt": "1 not visible\n",
      "CUB_200_2011/classes.txt": "1 001.Black_footed_Albatross\n2 002.Laysan_Albatross\n",
      "CUB_200_2011/parts/parts.txt": "1 back\n",
      "attributes.txt": "1 has_bill_shape::curved\n",
    },
    classes: [
      "001.Black_footed_Albatross=Black footed Albatross",
      "002.Laysan_Albatross=Laysan Albatross",
    ],
    counts: [4, 0],
  },
  "EuroSAT: a number around the classes": {
    files: byClass("2750"),
    ...BOTH,
    counts: [4, 0],
  },
  "MNIST as PNG": {
    files: {
      ...byClass("mnist_png/training", 2, ["0", "1"]),
      ...byClass("mnist_png/testing", 1, ["0", "1"]),
    },
    classes: ["0", "1"],
    counts: [4, 2],
  },
  "Imagenette: WordNet ids without names, and a table of noisy labels": {
    files: {
      ...byClass("train", 2, ["n01440764", "n02102040"]),
      ...byClass("val", 1, ["n01440764", "n02102040"]),
      "noisy_imagenette.csv":
        "path,noisy_labels_0,noisy_labels_5,is_valid\ntrain/n01440764/0.jpg,n01440764,n02102040,False\n",
    },
    classes: ["n01440764", "n02102040"],
    counts: [4, 2],
    notices: [
      "2 classes have a WordNet id for a label; give them names in words.txt, one line each: n01440764<TAB>name",
    ],
  },
  "ImageNet's subset with words.txt, without wnids.txt": {
    files: {
      ...byClass("train", 2, ["n01440764", "n02102040"]),
      "words.txt": "n01440764\ttench, Tinca tinca\nn02102040\tEnglish springer\n",
    },
    classes: ["n01440764=tench", "n02102040=English springer"],
    counts: [4, 0],
  },
  "class folders with words.txt": {
    files: {
      ...byClass(".", 2, ["n01440764", "n02102040"]),
      "words.txt": "n01440764\ttench, Tinca tinca\nn02102040\tEnglish springer\n",
    },
    classes: ["n01440764=tench", "n02102040=English springer"],
    counts: [4, 0],
  },
  "numbers as class folders, with their names in JSON": {
    files: {
      ...byClass("train", 2, ["1", "2"]),
      ...byClass("valid", 1, ["1", "2"]),
      "cat_to_name.json":
        '{"1": "pink primrose", "2": "hard-leaved pocket orchid", "3": "another"}',
    },
    classes: ["1=pink primrose", "2=hard-leaved pocket orchid"],
    counts: [4, 2],
  },
  "numbers as class folders, with a line for each name": {
    files: { ...byClass(".", 2, ["0", "1"]), "class_names.txt": "daisy\nrose\n" },
    classes: ["0=daisy", "1=rose"],
    counts: [4, 0],
  },
  "Kaggle: splits whose names are part of longer ones, each in a folder of its name": {
    files: {
      ...byClass("seg_train/seg_train"),
      ...byClass("seg_test/seg_test", 1),
      ...flat("seg_pred/seg_pred"),
    },
    ...BOTH,
    counts: [4, 2],
    notices: [
      '"seg_pred" is not in the splits "seg_train/seg_train" and "seg_test/seg_test": not used',
    ],
  },
  "Kaggle: training_set and test_set": {
    files: { ...byClass("training_set/training_set"), ...byClass("test_set/test_set", 1) },
    ...BOTH,
    counts: [4, 2],
  },
  "an archive packed with its own folder again": {
    files: {
      ...byClass("chest/train"),
      ...byClass("chest/test", 1),
      ...byClass("chest/chest/train"),
    },
    ...BOTH,
    counts: [4, 2],
    notices: ['"chest" is not in the splits "train" and "test": not used'],
  },
  "images to try beside the class folders": {
    files: { ...byClass("."), ...flat("test", 2) },
    classes: ["daisy", "rose", "test"],
    counts: [6, 0],
    notices: [
      '"test" is taken for a class, like the folders beside it; move it elsewhere if it is a split',
    ],
  },
  "notes beside the class folders": {
    files: { ...byClass("."), "docs/paper.pdf": "%PDF-1.5", "docs/notes.txt": "mine" },
    ...BOTH,
    counts: [4, 0],
    notices: ['"docs" holds no images: not a class'],
  },
};

const UNSEEN = "a folder of images for each class, or a table of them";

const refused: Readonly<Record<string, WildDataset>> = {
  "Oxford 102 flowers: labels for MATLAB": {
    files: { ...flat("jpg"), "imagelabels.mat": "MATLAB 5.0", "setid.mat": "MATLAB 5.0" },
    refusal:
      '"imagelabels.mat" is a file of MATLAB, which is not read; write its labels into labels.csv, one row for each image: path,label',
  },
  "17 flowers: one folder of images": {
    files: { ...flat("jpg"), "jpg/files.txt": rows((index) => `image_${index}.jpg`) },
    refusal: `"jpg" is the only folder of images, and nothing says what they show; give ${UNSEEN}`,
  },
  "COCO: folders of splits, labels of boxes": {
    files: {
      ...flat("train2017"),
      ...flat("val2017"),
      "annotations/instances_train2017.json": "{}",
    },
    refusal: `"." holds "train2017" and "val2017", splits without class folders: nothing says what their images show; give ${UNSEEN}`,
  },
  "YOLO: labels of boxes": {
    files: {
      ...flat("images/train"),
      ...flat("images/val"),
      "labels/train/0.txt": "0 0.5 0.5 1 1\n",
      "data.yaml": "names: [a, b]\n",
    },
    refusal: `"." holds "train" and "val", splits without class folders: nothing says what their images show; give ${UNSEEN}`,
  },
  "Pascal VOC: labels of boxes": {
    files: {
      ...flat("VOC2012/JPEGImages"),
      "VOC2012/Annotations/0.xml": "<annotation/>",
      "VOC2012/ImageSets/Main/train.txt": "0\n",
    },
    refusal: `"JPEGImages" is the only folder of images, and nothing says what they show; give ${UNSEEN}`,
  },
  "Dogs vs. cats: labels in the names of files": {
    files: { ...flat("train"), ...flat("test1") },
    refusal: `"." holds "test1" and "train", splits without class folders: nothing says what their images show; give ${UNSEEN}`,
  },
  "captions without labels": {
    files: {
      ...flat("train"),
      "metadata.csv": `file_name,text\n${rows((index) => `train/${index}.jpg,flower ${index}`)}`,
    },
    refusal:
      '"metadata.csv" has the columns "file_name", "text"; name its columns path (or file, file_name, filename, file_path, image, …) and label (or class, category, …)',
  },
  "addresses of images that are not here": {
    files: {
      ...flat("img"),
      "t.csv": `image_url,label\n${rows((index, label) => `https://example.com/${index + 9}.jpg,${label}`)}`,
    },
    path: "t.csv",
    refusal:
      '"t.csv:2" names "https://example.com/9.jpg", which is missing; download it, and write its path relative to the folder of the table',
  },
  "archives in a folder": {
    files: {
      "train.zip": "PK\u0003\u0004",
      "test.zip": "PK\u0003\u0004",
      "labels.csv": "id,label\n1,a\n",
    },
    refusal:
      '"test.zip" is an archive in the folder, which is not opened; unpack it, or give it with --dataset',
  },
  "Parquet files": {
    files: { "data/train-00000-of-00001.parquet": "PAR1", "README.md": "---\n" },
    refusal:
      '"data/train-00000-of-00001.parquet" is a file of Parquet, which is not read; write its images into a folder for each class',
  },
  "MNIST as published": {
    files: { "train-images-idx3-ubyte": "\0\0\b\u0003", "train-labels-idx1-ubyte": "\0\0\b\u0001" },
    refusal:
      '"train-images-idx3-ubyte" is a file of MNIST\'s format, which is not read; write its images into a folder for each class',
  },
  "CIFAR-10 as published": {
    files: {
      "cifar-10-batches-py/data_batch_1": "\u0080\u0002",
      "cifar-10-batches-py/batches.meta": "\u0080",
    },
    refusal:
      '"cifar-10-batches-py/data_batch_1" is a file of pickled Python, which is not read; write its images into a folder for each class',
  },
  "a class with one image, in a split that lies in a folder of its name": {
    files: {
      ...byClass("seg_train/seg_train", 3, ["daisy"]),
      ...byClass("seg_train/seg_train", 1, ["rose"]),
      ...byClass("seg_test/seg_test", 1),
    },
    refusal:
      '"seg_train/seg_train/rose" has 1 training image; add images: at least 2 are needed, one of them to hold out',
  },
  "a class of arrays among classes of images": {
    files: { ...byClass(".", 3), "tulip/0.npy": "\u0093NUMPY", "tulip/1.npy": "\u0093NUMPY" },
    refusal:
      '"tulip" has 0 training images; add images: at least 2 are needed, one of them to hold out',
  },
};

/** By what they are. */
export const wildDatasets: Readonly<Record<string, WildDataset>> = {
  ...tables,
  ...folders,
  ...refused,
};
