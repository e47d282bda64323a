import ModelFile
import TestFiles
import Testing

/// Files go to and come from the reference implementation, where Python has it.
@Suite struct PythonInterchangeTests {
    static let hasSafetensors = shell("python3 -c 'import numpy, safetensors.numpy' 2>/dev/null") == 0
    static let hasTorch = hasSafetensors && shell("python3 -c 'import torch, safetensors.torch' 2>/dev/null") == 0

    @Test(.enabled(if: hasSafetensors, "needs python3 with numpy and safetensors"))
    func pythonReadsWhatIsWritten() throws {
        let directory = TemporaryDirectory()
        try TensorFileTests.example.write(to: directory["f32"])
        let small = TensorFile(tensors: [NamedTensor(name: "t", shape: [2, 2], values: [1, -2, 0.1, 65504])])
        try small.write(to: directory["f16"], as: .float16)
        directory.store(
            Array(
                """
                import sys
                from safetensors import safe_open
                with safe_open(sys.argv[1] + "/f32", "np") as file:
                    assert file.metadata() == {"z": "last", "a": '{"json":["é\\\\n"]}'}, file.metadata()
                    assert set(file.keys()) == {"b.weight", 'a "quoted" ♪', "none", "scalar"}, file.keys()
                    weight = file.get_tensor("b.weight")
                    assert weight.dtype == "float32" and weight.shape == (2, 3)
                    assert weight.flatten().tolist()[:4] == [0, 1, -2, 0.5]
                    assert file.get_tensor("none").shape == (0, 7)
                    assert file.get_tensor("scalar").shape == () and file.get_tensor("scalar") == 42
                with safe_open(sys.argv[1] + "/f16", "np") as file:
                    tensor = file.get_tensor("t")
                    assert tensor.dtype == "float16" and tensor.tolist()[0] == [1, -2] and tensor[1, 1] == 65504
                    assert tensor[1, 0] == __import__("numpy").float16(0.1)
                """.utf8), as: "check.py")
        #expect(shell("python3 \(directory["check.py"]) \(directory.path)") == 0)
    }

    @Test(.enabled(if: hasTorch, "needs python3 with torch and safetensors"))
    func filesOfPyTorchAreRead() throws {
        let directory = TemporaryDirectory()
        directory.store(
            Array(
                """
                import sys, torch
                from safetensors.torch import save_file
                values = torch.tensor([[1.0, -2.0, 0.5], [65504.0, 2.0 ** -24, 0.0]])
                tensors = {"lstm." + str(t).split(".")[1]: values.to(t) for t in
                           (torch.float32, torch.float16, torch.bfloat16, torch.float64)}
                save_file(tensors, sys.argv[1] + "/mixed", metadata={"format": "pt"})
                save_file({"i": torch.arange(3)}, sys.argv[1] + "/integers")
                lstm = torch.nn.LSTM(3, 4, num_layers=2)
                save_file(lstm.state_dict(), sys.argv[1] + "/lstm")
                """.utf8), as: "make.py")
        try #require(shell("python3 \(directory["make.py"]) \(directory.path)") == 0)
        let mixed = try TensorFile.read(directory["mixed"])
        #expect(mixed.metadata == ["format": "pt"])
        for type in ["float32", "float16", "bfloat16", "float64"] {
            let tensor = try #require(mixed["lstm." + type])
            #expect(tensor.shape == [2, 3])
            #expect(tensor.values == [1, -2, 0.5, type == "bfloat16" ? 65536 : 65504, 0x1p-24, 0])
        }
        let lstm = try TensorFile.read(directory["lstm"])
        #expect(lstm["weight_ih_l1"]?.shape == [16, 4])
        #expect(lstm.tensors.count == 8)
        let error = #expect(throws: ModelFileError.self) { try TensorFile.read(directory["integers"]) }
        #expect(error?.description.contains("type \"I64\"") == true)
    }
}
